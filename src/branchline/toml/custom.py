"""What `[[policy.custom]]` may say; which operations there are is asked when it is used."""

from branchline.toml.at import Refused
from branchline.toml.lines import SEVERITY
from branchline.toml.nearest import quoted
from branchline.toml.shapes import Either, Flag, Many, Text
from branchline.toml.tables import Key, Named, Table


def _id(text: str) -> str:
    words = text.split("-")
    if len(text) > _LONGEST or not all(word.isascii() and word.isalnum() for word in words):
        raise Refused(
            f"is no id: {quoted(text)}", "write small letters and hyphens: no-grants-here"
        )
    return text


_LONGEST = 60
_TEXT = Text()

CUSTOM = Table(
    {
        "id": Key(Text(make=_id), "the name by which it is reported and allowed", required=True),
        "when": Key(
            Named(Either((_TEXT, Flag(), Many(_TEXT)))),
            'what it looks for: { operation = "grant", table = "audit_*" }',
            required=True,
        ),
        "message": Key(_TEXT, "what is wrong", required=True),
        "hint": Key(_TEXT, "what to do instead", ""),
        "severity": Key(SEVERITY, "how much it weighs, or that by tier", "error"),
    }
)
