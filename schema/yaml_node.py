"""A cursor over a hand-written document that knows its place and collects every mistake it meets."""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from crosstie.schema.yaml_reader import Plain

IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
# BCP 47 (RFC 5646) in outline: a language, then subtags.
LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

_FEW: Final = 12
Word = TypeVar("Word", bound=str)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for a near miss, else an empty text."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"; did you mean '{near[0]}'?" if near else ""


class Doubt(str):
    """A problem of sense, not of form: something that could never hold.

    No document may be brought into use with one, but one that is in use is still read: what counts as a doubt
    grows from version to version, and labels made under the document must never be locked away.
    """

    __slots__ = ()


class Node:
    """One value of the document, where it stands, and the list that its mistakes go to.

    Its readers return a harmless value after a mistake, so that reading goes on to the next one.
    """

    def __init__(self, value: Plain, place: str, problems: list[str]) -> None:
        self.value = value
        self.place = place
        self.problems = problems

    def problem(self, message: str) -> None:
        """Notes a mistake at this place."""
        self.problems.append(f"{self.place}: {message}" if self.place else message)

    @property
    def mistake_count(self) -> int:
        """How many mistakes of form were met in the document so far."""
        return sum(not isinstance(one, Doubt) for one in self.problems)

    def doubt(self, message: str) -> None:
        """Notes at this place what could never hold."""
        self.problems.append(Doubt(f"{self.place}: {message}"))

    def fields(self, known: Sequence[str], required: Sequence[str] = ()) -> "Fields":
        """The entries of a mapping whose keys are fixed; unknown and missing keys are mistakes."""
        entries = self.entries()
        for key, node in entries.items():
            if key not in known:
                node.problem(f"unknown key '{key}'{did_you_mean(key, known)}")
        for key in required:
            if key not in entries or entries[key].value is None:
                self.problem(f"'{key}' is missing")
        return Fields({key: node for key, node in entries.items() if node.value is not None})

    def entries(self) -> dict[str, "Node"]:
        """The entries of a mapping with free keys."""
        if not isinstance(self.value, dict):
            self.problem(f"must be a mapping of keys to values, not {_said(self.value)}")
            return {}
        prefix = f"{self.place}." if self.place else ""
        return {key: Node(value, prefix + key, self.problems) for key, value in self.value.items()}

    def items(self) -> list["Node"]:
        """The members of a list."""
        if not isinstance(self.value, list):
            self.problem(f"must be a list, not {_said(self.value)}")
            return []
        return [Node(value, f"{self.place}[{at}]", self.problems) for at, value in enumerate(self.value)]

    def text(self) -> str:
        """A text that is not empty."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        quotes = "; put it in quotes" if isinstance(self.value, bool | int | float) else ""
        self.problem(f"must be a text, not {_said(self.value)}{quotes}")
        return ""

    def texts(self) -> tuple[str, ...]:
        """A list of texts, each once."""
        nodes = self.items()
        found: dict[str, None] = {}
        for node in nodes:
            text = node.text()
            if text in found and text:
                node.problem(f"'{text}' stands twice")
            elif text:
                found[text] = None
        return tuple(found)

    def identifier(self) -> str:
        """A word made of letters, digits, `_` and `-` that does not begin with a digit."""
        text = self.text()
        if text and not IDENTIFIER.fullmatch(text):
            self.problem(f"'{text}' is no id; use letters, digits, _ and -, 64 at most, no digit first")
        return text

    def language(self) -> str:
        """A BCP-47 language tag."""
        text = self.text()
        if text and not LANGUAGE_TAG.fullmatch(text):
            self.problem(f"'{text}' is no language tag; write one like 'en' or 'zh-Hant'")
        return text

    def choice(self, known: Sequence[Word], what: str) -> Word:
        """One of a few fixed words; the first of them after a mistake."""
        said = self.name_among(known, what)
        return next((word for word in known if word == said), known[0])

    def name_among(self, known: Sequence[str], what: str) -> str:
        """A name that stands elsewhere in the document; empty after a mistake."""
        text = self.text()
        if not text or text in known:
            return text
        hint = did_you_mean(text, known) or (f"; use {_listed(known)}" if 0 < len(known) <= _FEW else "")
        self.problem(f"unknown {what} '{text}'{hint}")
        return ""

    def names_among(self, known: Sequence[str], what: str) -> tuple[str, ...]:
        """A list of such names, each once; the unknown ones are left out after the mistake."""
        self.texts()
        members = self.items() if isinstance(self.value, list) else []
        names = [member.name_among(known, what) for member in members if isinstance(member.value, str)]
        return tuple(dict.fromkeys(name for name in names if name))

    def flag(self) -> bool:
        """`true` or `false`."""
        if not isinstance(self.value, bool):
            self.problem(f"must be true or false, not {_said(self.value)}")
        return self.value is True

    def number(self) -> int | float:
        """A number, whole or not."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.problem(f"must be a number, not {_said(self.value)}")
            return 0
        return self.value


class Fields(dict[str, Node]):
    """The entries of a mapping that are there and not empty, with defaults for the rest."""

    def text(self, key: str) -> str:
        """A text, or an empty one when the key is not there."""
        return self[key].text() if key in self else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or none."""
        return self[key].texts() if key in self else ()

    def flag(self, key: str) -> bool:
        """`true` or `false`, the latter when the key is not there."""
        return self[key].flag() if key in self else False

    def members(self, key: str) -> list[Node]:
        """The members of a list, or none."""
        return self[key].items() if key in self else []


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" or " if len(words) > 1 else "") + words[-1]


def _said(value: Plain) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str():
            return f"the text '{value}'" if value.strip() else "an empty text"
        case _:
            return f"the number {value}"
