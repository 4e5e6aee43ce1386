"""What can be asked of something that a course file names, and the words that ask for it."""

from __future__ import annotations

import re

ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b({words})\b"))
    for name, words in (
        (
            "in time",
            r"(push|commit|submit|upload|send|deliver|(hand|turn)(ed)?( it)? in)\w*\b.*\b"
            r"(at|by|until|till|before|after) \d\S*",
        ),
        ("content", r"(what|anything) is on (the|my|our)|come out|cumulative"),
        (
            "worth",
            r"worth|percent|percentage|weight|weighs?|weighted|counts?( towards?| for)?|portion|share|how much"
            r"|contributes?( to)?",
        ),
        ("link", r"links?|url|web ?site|web ?page|address of"),
        ("contact", r"e-?mail|contact|reach|write to|phone"),
        ("bring", r"bring|take with|carry|pack|equipment"),
        ("recorded", r"records?|recorded|recordings?|podcasts?|podcasted|rewatch|videos?"),
        ("pages", r"how long|how many pages|pages?|page limit|length"),
        (
            "end",
            r"ends?|(lets?|gets?) out|wraps? up|finish|finishes|over|until|how long|length|duration",
        ),
        (
            "hand in",
            r"(where|how|which site|which platform).*(submit|turn|hand|upload|send)|submit.*where",
        ),
        ("late", r"late|after the deadline|extension"),
        (
            "with whom",
            r"partners?|pairs?|alone|individually|together|solo|everyone|everybody|(each|all|one|both) of us"
            r"|just one",
        ),
        (
            "modality",
            r"online|virtual|virtually|in person|remote|remotely|physically|hybrid|on campus|from home|zoom",
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
        ("about", r"about|topics?|covers?|covered|content|differences?( between)?|differ"),
    )
)
"""The first that fits is asked."""

SOFT = ("in time", "pages", "when", "about", "count", "with whom", "late", "where", "is there")
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
ALSO_LIGHT = {
    "in time": (
        "if",
        "still",
        "look",
        "late",
        "accept",
        "count",
        "okay",
        "fine",
        "in",
        "judge",
        "jury",
        "minute",
        "can",
        "will",
        "be",
        "work",
        "project",
        "it",
    ),
    "worth": ("grade", "percent", "point", "final", "overall"),
    "who": ("judge", "judging", "jury", "teach"),
    "about": ("challenge", "competition", "contest", "track", "prize", "award", "division"),
    "plain": ("challenge", "competition", "contest", "prize", "award"),
    "rounds": (
        "team",
        "group",
        "how",
        "many",
        "get",
        "go",
        "make",
        "advance",
        "move",
        "through",
        "pass",
        "qualify",
        "next",
        "into",
        "reach",
        "need",
        "people",
        "finalist",
        "selected",
        "chosen",
    ),
    "which": (
        "which",
        "choose",
        "chosen",
        "pick",
        "select",
        "join",
        "get",
        "option",
        "there",
        "can",
        "different",
    ),
    "modality": ("join", "attend", "come", "participate", "zoom", "teams", "call"),
}
"""Words that say no more where that is asked."""
WHO = re.compile(r"\bwh(o|om|ose)\b")
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
WHOLE = IT | {"school", "hackathon", "bootcamp", "academy", "term", "semester", "quarter"}
"""The same, and what else it can be: these tell none of its answers from another."""

ENDS = dict(ASPECTS)["end"]
WHERE_IS_IT = re.compile(
    r"\bwhere (is|will|does) (it|this|the \w+)( (be|held|take place|happen|located))?$"
)
