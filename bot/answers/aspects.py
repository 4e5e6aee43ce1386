"""What can be asked of something that a course file names, and the words that ask for it."""

from __future__ import annotations

import re

ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b({words})\b"))
    for name, words in (
        ("content", r"(what|anything) is on (the|my|our)|come out|cumulative"),
        (
            "worth",
            r"worth|percent|percentage|weight|weighs?|weighted|counts?( towards?| for)?|portion|share|how much",
        ),
        ("contact", r"e-?mail|contact|reach|write to|phone"),
        ("bring", r"bring|take with|carry|pack|equipment"),
        ("recorded", r"records?|recorded|recordings?|podcasts?|podcasted|rewatch|videos?"),
        ("end", r"ends?|finish|finishes|over|until|how long|length|duration"),
        (
            "hand in",
            r"(where|how|which site|which platform).*(submit|turn|hand|upload|send)|submit.*where",
        ),
        ("late", r"late|after the deadline|extension"),
        ("with whom", r"partners?|pairs?|alone|individually|together|solo"),
        (
            "modality",
            r"online|virtual|virtually|in person|remote|remotely|physically|hybrid|on campus|from home",
        ),
        (
            "where",
            r"where|room|place|location|building|venue|address|located|hall|classroom|which site",
        ),
        (
            "who",
            r"who|whose|whom|professor|prof|teach|teaches|teaching|taught|instructor|leads?|leader|speaks?|runs",
        ),
        ("count", r"how many|number of"),
        (
            "attendance",
            r"mandatory|required|compulsory|optional|attend|attendance|skip|miss"
            r"|(have|need|got|must|should) .*(come|go|be|show)",
        ),
        ("due", r"due|deadline|hand in|turn in|submit|submission"),
        (
            "when",
            r"when|what time|what day|which day|date|time|day|starts?|begins?|next|schedule|meets?|happening|hours",
        ),
        ("about", r"about|topics?|covers?|covered|content"),
    )
)
"""The first that fits is asked."""

SOFT = ("when", "about", "count", "with whom", "late", "where", "is there")
"""Aspects whose words are said of others, too."""
LOOSE = ("plain", "is there", "about", "count")
"""Aspects that need nothing else to be asked."""
LIGHT = [
    "please",
    "tell",
    "date",
    "section",
    "sections",
    "session",
    "sessions",
    "event",
    "meeting",
    "held",
    "hold",
    "take",
    "place",
    "happen",
    "class",
    "classes",
    "school",
    "today",
    "day",
    "turn",
    "hand",
    "list",
    "all",
    "show",
    "course",
    "upcoming",
    "scheduled",
]
"""Words beside a name that say nothing more about it."""
OF_GRADES = ("grade", "percent", "point", "final")
"""Words that say no more about what something is worth."""
ROOMS = ("room", "building", "hall", "classroom")
IT = frozenset(
    [
        "course",
        "class",
        "event",
        "it",
        "this",
        "everything",
        "program",
        "programme",
        "thing",
        "here",
        "there",
    ]
)
"""What the whole course is called."""

ENDS = dict(ASPECTS)["end"]
WHERE_IS_IT = re.compile(
    r"\bwhere (is|will|does) (it|this|the \w+)( (be|held|take place|happen|located))?$"
)
