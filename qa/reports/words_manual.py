"""The pages of the manual that define a report's figures, read from the package."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from crosstie.qa.reports.html_tags import Markup, joined, tag

_SHOWN: Final = ("What it says", "What it does not say", "Formula", "Edge cases", "Source")
_INLINE: Final = re.compile(r"`([^`]+)`|\[([^\]]+)\]\([^)]+\)")


class Definition(msgspec.Struct, frozen=True):
    """A page of docs/qa: its title, and its sections by their headings, as they are written (Markdown)."""

    page: str
    title: str
    unit: str
    sections: dict[str, str]

    @property
    def sentence(self) -> str:
        """The first paragraph of what it says, as plain text."""
        said = self.sections["What it says"].split("\n\n", maxsplit=1)[0]
        return _INLINE.sub(lambda found: found[1] or found[2], " ".join(said.split()))


@cache
def definition(page: str) -> Definition:
    """Read the page of a figure. Raises FileNotFoundError for a name that is no page."""
    text = (files(__package__) / "manual" / f"{page}.md").read_text(encoding="utf-8")
    head, *parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    unit = re.search(r"Unit: (.+?)\.\s*$", head, flags=re.DOTALL)
    sections = dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))
    title = head.strip().splitlines()[0].removeprefix("# ")
    return Definition(page, title, " ".join(unit[1].split()) if unit else "", sections)


def definition_html(found: Definition) -> Markup:
    """Write a definition without its worked example, as a list of terms and what they mean."""
    rows = [("Unit", joined(tag("p", _inline(found.unit))))] if found.unit else []
    rows += [(name, _blocks(found.sections[name])) for name in _SHOWN if name in found.sections]
    return tag("dl", [joined(tag("dt", name), tag("dd", text)) for name, text in rows])


def _blocks(text: str) -> Markup:
    return joined([_block(block) for block in re.split(r"\n\s*\n", text) if block.strip()])


def _block(block: str) -> Markup:
    if block.lstrip().startswith("- "):
        items = re.split(r"^\s*- ", block, flags=re.MULTILINE)[1:]
        return tag("ul", [tag("li", _inline(item)) for item in items])
    if block.startswith("```"):
        return tag("pre", "\n".join(block.splitlines()[1:-1]))
    return tag("p", _inline(block))


def _inline(text: str) -> Markup:
    text = " ".join(text.split())
    pieces: list[str] = []
    last = 0
    for found in _INLINE.finditer(text):
        pieces += [text[last : found.start()], tag("code", found[1]) if found[1] else found[2]]
        last = found.end()
    return joined(*pieces, text[last:])
