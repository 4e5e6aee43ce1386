"""Pictures, recordings and videos, by their first bytes: those that are taken, and no others.

Sources: MIME Sniffing Standard, 6.1 "Image", 6.2 "Audio or video" and "MP3 without ID3"; ISO/IEC 14496-12, 4.3
(brands); ISO/IEC 23008-12 and the AVIF specification (brands of pictures); ISO/IEC 13818-7, "ADTS"; ASF 3.1.
"""

from __future__ import annotations

from bot.assignments.contents import pictures
from bot.assignments.contents.facts import FileKind

HEAD = 512
"""Bytes in which a container says what it holds."""
STARTS: tuple[tuple[bytes, FileKind], ...] = (
    (pictures.PNG, "image"), (pictures.JPEG, "image"), (pictures.GIF[0], "image"), (pictures.GIF[1], "image"),
    (b"II*\0", "image"), (b"MM\0*", "image"),
    (b"ID3", "audio"), (b"fLaC", "audio"), (b"MThd\0\0\0\6", "audio"),
    (b"\0\0\1\xba", "video"), (b"\0\0\1\xb3", "video"),
    (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), "video"),
)  # fmt: skip
WITHIN: dict[tuple[bytes, bytes], FileKind] = {
    (b"RIFF", b"WEBP"): "image", (b"RIFF", b"WAVE"): "audio", (b"RIFF", b"RMID"): "audio", (b"RIFF", b"AVI "): "video",
    (b"FORM", b"AIFF"): "audio", (b"FORM", b"AIFC"): "audio",
}  # fmt: skip
"""What a container's first four bytes, and those behind its size, make of it."""
OF_PICTURES = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
)
OF_SOUND = frozenset((b"M4A ", b"M4B ", b"M4P "))
QUICKTIME = frozenset((b"moov", b"mdat", b"wide", b"pnot"))
"""How a QuickTime movie begins that states no brand."""


def kind_of_media(data: bytes) -> FileKind | None:
    """Return audio, video or image; None for what isn't taken as one."""
    for start, kind in STARTS:
        if data.startswith(start):
            return kind
    if kind := WITHIN.get((data[:4], data[8:12])):
        return kind
    if data.startswith(pictures.BMP):
        return "image" if pictures.is_bmp(data) else None
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "image" if brand in OF_PICTURES else "audio" if brand in OF_SOUND else "video"
    if data.startswith(b"OggS"):
        return "video" if b"theora" in data[:HEAD] else "audio"
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "video" if b"webm" in data[:HEAD] or b"matroska" in data[:HEAD] else None
    if data[4:8] in QUICKTIME:
        return "video"
    return "audio" if _is_framed(data) else None


def _is_framed(data: bytes) -> bool:
    """Return whether a frame of MP3 (layer III), or of AAC in ADTS, stands at the beginning."""
    if len(data) < 4 or data[0] != 0xFF:
        return False
    mp3 = data[1] & 0xE6 == 0xE2 and data[1] & 0x18 != 0x08
    frame = data[2] & 0xF0 != 0xF0 and data[2] & 0x0C != 0x0C
    return (mp3 and frame) or data[1] & 0xF6 == 0xF0
