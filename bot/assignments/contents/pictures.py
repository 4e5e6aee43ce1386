"""Where a picture ends, and what stands behind its end.

Sources: PNG (W3C), 5.3 "Chunk layout"; ITU-T T.81, annex B (JPEG); GIF89a, appendix A; RFC 9649 (WebP); CIPA DC-007
(several JPEGs in one file, as phones write them).
"""

from __future__ import annotations

import re

PNG, JPEG, GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"GIF87a", b"GIF89a")
OTHERS = (b"BM", b"II*\0", b"MM\0*", b"II\xbc\x01")
METAFILES = (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0\0\x03", b"\x02\0\x09\0\0\x03")
ALLOWANCE = 16
"""Bytes behind a picture's end that no program fits into; padding of zeros and line ends isn't counted. Our choice."""
_PADDING = b"\0 \r\n"
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)


def is_picture(data: bytes) -> bool:
    """Return whether some bytes begin as a picture in a document does."""
    return (
        data.startswith((PNG, JPEG, *GIF, *OTHERS, *METAFILES))
        or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")
        or (data.startswith(b"\x01\0\0\0") and data[40:44] == b" EMF")
    )


def has_more(data: bytes) -> bool:
    """Return whether something that is no part of it stands behind a PNG, a JPEG, a GIF or a WebP.

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


def _colors(data: bytes, flags_at: int) -> int:
    flags = int.from_bytes(data[flags_at : flags_at + 1], "big")
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
