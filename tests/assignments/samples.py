"""Files as students hand them in, and as nobody should."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

WORDS = (
    "The authors train a network on rain radar and find that it forecasts an hour ahead better than before. "
    * 5
)


def pdf(pages: int = 1, words: str = WORDS, password: str | None = None, **extra: Any) -> bytes:
    """A PDF. `extra`: script, action, image=(width, height)."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(612, 792)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        resources = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        page[NameObject("/Resources")] = resources
        stream = StreamObject()
        stream.set_data(f"BT /F1 9 Tf 40 700 Td ({words}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        if "image" in extra:
            width, height = extra["image"]
            image = StreamObject()
            image.set_data(b"\0")
            image[NameObject("/Subtype")] = NameObject("/Image")
            image[NameObject("/Width")] = NumberObject(width)
            image[NameObject("/Height")] = NumberObject(height)
            resources[NameObject("/XObject")] = DictionaryObject(
                {NameObject("/Im1"): writer._add_object(image)}
            )
        if extra.get("on_page"):
            page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): _script("/JavaScript")})
    if extra.get("script"):
        tree = DictionaryObject({NameObject("/Names"): ArrayObject()})
        names = DictionaryObject({NameObject("/JavaScript"): tree})
        writer._root_object[NameObject("/Names")] = names
    if extra.get("action"):
        writer._root_object[NameObject("/OpenAction")] = _script(extra["action"])
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _script(kind: str) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )


def nested_pdf(depth: int) -> bytes:
    """A PDF whose page tree is a chain of `depth` nodes."""
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    node = writer._root_object["/Pages"].get_object()
    kids = node[NameObject("/Kids")]
    for _ in range(depth):
        inner = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Pages"),
                NameObject("/Kids"): kids,
                NameObject("/Count"): NumberObject(1),
            }
        )
        kids = ArrayObject([writer._add_object(inner)])
    node[NameObject("/Kids")] = kids
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def many_pages(count: int) -> bytes:
    """A PDF that shows one small page `count` times over."""
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(10, 10)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(macros: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", '<w:document xmlns:w="w"/>')
        if macros:
            archive.writestr("word/vbaProject.bin", b"\0")
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("review.txt", "hello")
    return out.getvalue()


def notebook(run: bool = True, **broken: Any) -> bytes:
    """A notebook with one code cell. `broken` replaces its keys."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "one",
        "metadata": {},
        "source": "1 + 1",
        "execution_count": 1 if run else None,
        "outputs": [],
    }
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell], **broken}
    return json.dumps(book).encode()


def wav() -> bytes:
    data = b"\0" * 64
    return (
        b"RIFF"
        + (36 + len(data)).to_bytes(4, "little")
        + b"WAVEfmt "
        + (16).to_bytes(4, "little")
        + b"\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0data"
        + len(data).to_bytes(4, "little")
        + data
    )


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
MP4 = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0" * 64
MP3 = b"ID3\x03\0\0\0\0\0\x0a" + b"\0" * 64
EXE = b"MZ" + b"\0" * 200
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
