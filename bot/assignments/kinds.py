"""The kinds of file: how each is called, how its name may end, and why some are never taken. Data alone."""

from __future__ import annotations

from bot.assignments.contents.facts import FileKind, Trouble

TO_PDF = "Print it to PDF, then hand that in."

REFUSALS: dict[Trouble, tuple[str, str]] = {
    "empty": ("it's empty", "Check that it saved, then hand it in again."),
    "encrypted": ("it's locked with a password", "Save it without one, then hand it in again."),
    "truncated": ("the file is cut off", "Export it again, then hand it in."),
    "unreadable": (
        "it can't be read",
        "Check that it opens on your side, export it again, then hand it in.",
    ),
    "script": (
        "it contains a program",
        f"Staff can't open such a file safely. {TO_PDF}",
    ),
    "acts by itself": (
        "it does something by itself when it's opened or clicked",
        f"Staff can't open such a file safely. {TO_PDF}",
    ),
    "attached": (
        "another file is embedded in it, which I can't check",
        "Take it out and hand that file in beside this one. Printing to PDF does that, too.",
    ),
    "fetches": (
        "it fetches something from elsewhere when it's opened",
        f"Linked templates and pictures do that. {TO_PDF}",
    ),
    "two in one": (
        "it's two files in one",
        "Export it again with the program you made it with, then hand it in.",
    ),
    "bomb": (
        "it unpacks to far more than it should",
        f"It's built in a way that can't be opened safely. {TO_PDF}",
    ),
    "huge image": (
        "an image in it is too large to open safely",
        "Shrink the image, export the file again, then hand it in.",
    ),
    "too slow": (
        "checking it took too long",
        f"It's built in a way that can't be opened safely. {TO_PDF}",
    ),
    "busy machine": (
        "I was too busy to check it in time",
        "There's nothing wrong with it as far as I know: hand it in again in a few minutes. If that happens again, or "
        "the deadline is near, send it to staff too.",
    ),
    "too much memory": (
        "checking it took too much memory",
        f"It's built in a way that can't be opened safely. {TO_PDF}",
    ),
}
ENDINGS: dict[FileKind, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx",),
    "notebook": (".ipynb",),
    "audio": (".mp3", ".wav", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".flac", ".aif", ".aiff", ".mid", ".midi"),
    "video": (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".ogv", ".wmv", ".3gp"),
    "image": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"),
    "text": (".txt", ".text", ".md", ".markdown", ".rst", ".tex", ".bib", ".csv", ".tsv", ".json", ".abc", ".log"),
}  # fmt: skip
"""What is taken, and how its name may end. A name without an ending promises nothing."""
PROMISED: dict[str, FileKind] = {ending: kind for kind, all in ENDINGS.items() for ending in all}
SOUND_OR_PICTURES: tuple[FileKind, ...] = ("audio", "video")
"""One container may hold either."""
RUN_BY_NAME = frozenset(
    (".app", ".apk", ".applescript", ".bat", ".chm", ".class", ".cmd", ".com", ".command", ".cpl", ".dll", ".dmg",
     ".exe", ".gadget", ".hta", ".inf", ".iso", ".jar", ".js", ".jse", ".msc", ".msi", ".msix", ".php", ".pif", ".pl",
     ".ps1", ".psm1", ".py", ".pyc", ".pyw", ".pyz", ".rb", ".reg", ".scr", ".sh", ".vb", ".vbe", ".vbs", ".wsf",
     ".wsh", ".xll")
)  # fmt: skip
"""Endings that make a system run a file, whatever is in it."""
SHORTCUT_ENDINGS = frozenset(
    (".lnk", ".url", ".desktop", ".webloc", ".website", ".scf", ".library-ms", ".search-ms", ".settingcontent-ms")
)  # fmt: skip
MACRO_ENDINGS = frozenset((".docm", ".dotm", ".dotx", ".doc", ".dot", ".xlsm", ".pptm", ".xlam"))
WEB_ENDINGS = frozenset(
    (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".svg", ".svgz", ".xml", ".xsl")
)
FOR_DOCUMENTS: frozenset[FileKind] = frozenset(("pdf", "docx", "text", "image"))
CALLED: dict[FileKind, str] = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "notebook": "a notebook",
    "audio": "an audio file",
    "video": "a video",
    "image": "an image",
    "text": "a text file",
    "web page": "a web page",
    "archive": "an archive",
    "program": "a program",
    "script": "a script",
    "shortcut": "a shortcut",
    "rich text": "rich text (RTF)",
    "old office": "an old or locked Office file",
    "drawing": "a Windows drawing (EMF or WMF)",
    "unknown": "something else",
}
NEVER: dict[FileKind, tuple[str, str]] = {
    "program": ("it's a program", "Hand in the document itself."),
    "script": (
        "it's a script, which would run on the computer of whoever opens it",
        "Hand in the notebook, or put the code into a .txt file.",
    ),
    "shortcut": (
        "it's a shortcut, which opens something else",
        "Hand in what it leads to: the document itself.",
    ),
    "rich text": (
        "it's rich text (RTF), which can hide programs and other files",
        f"Save it as .docx, or: {TO_PDF[0].lower()}{TO_PDF[1:]}",
    ),
    "old office": (
        "it's an old or locked Office file, which can hide programs",
        "Save it as .docx without a password, or print it to PDF, then hand that in.",
    ),
    "archive": (
        "it's an archive, and I don't unpack those",
        "Hand in the files in it one by one.",
    ),
    "web page": ("it's a web page, which can run scripts", TO_PDF),
    "drawing": (
        "it's a Windows drawing (EMF or WMF), which is a list of commands for Windows to carry out",
        "Export it as .png, then hand that in.",
    ),
    "unknown": (
        "I can't tell what kind of file it is",
        "Hand in a common format, such as PDF, .ipynb, .mp3, .mp4 or .png.",
    ),
}
