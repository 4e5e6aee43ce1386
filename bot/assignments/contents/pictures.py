"""Where a picture ends, and what stands behind its end.

Sources: PNG (W3C), 5.3 "Chunk layout"; ITU-T T.81, annex B (JPEG); GIF89a, appendix A; RFC 9649 (WebP); CIPA DC-007
(several JPEGs in one file, as phones write them); [MS-WMF] 2.2.2 "Bitmap objects" (BMP) and 2.3.2; [MS-EMF] 2.3.4.2.
"""

from __future__ import annotations

import re

PNG, JPEG, GIF, BMP = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"GIF87a", b"GIF89a"), b"BM"
OTHERS = (b"II*\0", b"MM\0*", b"II\xbc\x01")
METAFILES = (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0\0\x03", b"\x02\0\x09\0\0\x03")
ALLOWANCE = 16
"""Bytes behind a picture's end that no program fits into; padding of zeros and line ends isn't counted. Our choice."""
SCRIPT_STARTS = (b"/*", b"//", b'="', b"='", b"=`")
"""What makes a script of a picture's mark if its size spells that: a name before a comment or a text."""
BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
UNPACKED = (0, 3, 6)
"""Ways of a BMP to store each pixel by itself: plain, or with masks."""
_PADDING = b"\0 \r\n"
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)


def is_picture(data: bytes) -> bool:
    """Return whether some bytes begin as a picture in a document does."""
    return (
        data.startswith((PNG, JPEG, *GIF, BMP, *OTHERS))
        or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")
        or is_drawing(data)
    )


def is_drawing(data: bytes) -> bool:
    """Return whether some bytes begin as a Windows metafile, which is a list of commands."""
    return data.startswith(METAFILES) or (data.startswith(b"\x01\0\0\0") and data[40:44] == b" EMF")


def is_bmp(data: bytes) -> bool:
    """Return whether some bytes begin as a BMP, its header of a size that there is."""
    return data.startswith(BMP) and _number(data, 14) in BMP_HEADERS


def begins_as_script(data: bytes) -> bool:
    """Return whether a GIF or a BMP is written so that its first bytes are the start of a script, too."""
    mark = next((mark for mark in (*GIF, BMP) if data.startswith(mark)), None)
    if mark is None or not data.startswith(SCRIPT_STARTS, len(mark)):
        return False
    start = data[len(mark) : len(mark) + 2]
    return (b"*/" if start == b"/*" else start[1:]) in data[len(mark) + 2 :] or start == b"//"


def has_more(data: bytes) -> bool:
    """Return whether something that is no part of it stands behind a PNG, a JPEG, a GIF, a WebP or a BMP.

    Behind a JPEG, a phone may have put more JPEGs, a short video, or Samsung's own notes.
    """
    end = _end(data)
    if end is None:
        return False
    rest = data[end:].strip(_PADDING)
    while data.startswith(JPEG) and rest.startswith(JPEG):
        end = _end(rest)
        if end is None:
            return False
        rest = rest[end:].strip(_PADDING)
    if data.startswith(JPEG) and (b"ftyp" in rest[:8] or rest.endswith(b"SEFT")):
        return False
    return len(rest) > ALLOWANCE


def _end(data: bytes) -> int | None:
    """Return where a picture ends; None where that can't be known."""
    if data.startswith(PNG):
        return _png_end(data)
    if data.startswith(JPEG):
        return _jpeg_end(data)
    if data.startswith(GIF):
        return _gif_end(data)
    if data.startswith(BMP):
        return _bmp_end(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return 8 + int.from_bytes(data[4:8], "little")
    return None


def _first(mark: bytes, data: bytes, at: int, more: int = 0) -> int | None:
    """Return where the first such mark ends, in a picture that isn't built as it should be."""
    found = data.find(mark, at)
    return None if found == -1 else found + len(mark) + more


def _png_end(data: bytes) -> int | None:
    at = len(PNG)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if not kind.isalpha() or at + length > len(data):
            break
        at += 12 + length
        if kind == b"IEND":
            return at
    return _first(b"IEND", data, at, 4)


def _jpeg_end(data: bytes) -> int | None:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:  # coded pixels, to the next marker
            found = _MARKER.search(data, at)
            if not found:
                return None
            at = found.start()
    return _first(b"\xff\xd9", data, at)


def _gif_end(data: bytes) -> int | None:
    at = 13 + _colors(data, 10)
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return at + 1
        if kind == 0x21:
            at = _behind_blocks(data, at + 2)
        elif kind == 0x2C:
            at = _behind_blocks(data, at + 11 + _colors(data, at + 9))
        else:
            break
    return _first(b";", data, at)


def _bmp_end(data: bytes) -> int | None:
    """Return where a BMP's pixels or its color profile end, whichever is later. Its own word isn't taken."""
    if not is_bmp(data):
        return None
    pixels, header = _number(data, 10), _number(data, 14)
    if header == BMP_HEADERS[0]:
        width, height = _number(data, 18, 2), _number(data, 20, 2)
        depth, packed, stated = _number(data, 24, 2), 0, 0
    else:
        width, height = _number(data, 18), abs(_number(data, 22, signed=True))
        depth, packed, stated = _number(data, 28, 2), _number(data, 30), _number(data, 34)
    size = (width * depth + 31) // 32 * 4 * height if packed in UNPACKED else stated
    profile = 14 + _number(data, 126) + _number(data, 130) if header == BMP_HEADERS[-1] else 0
    return max(pixels + size, profile)


def _number(data: bytes, at: int, length: int = 4, *, signed: bool = False) -> int:
    return int.from_bytes(data[at : at + length], "little", signed=signed)


def _colors(data: bytes, flags_at: int) -> int:
    flags = int.from_bytes(data[flags_at : flags_at + 1], "big")
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
