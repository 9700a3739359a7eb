"""Reads conditions: tokens first, then `or` over `and` over `not` over one comparison each."""

import re
from typing import Final

import msgspec

from crosstie.schema.errors import CrosstieError
from crosstie.schema.versions.condition import (
    All,
    Any,
    Compare,
    Condition,
    Expression,
    Literal,
    Member,
    Name,
    Not,
)

MOST_CHARACTERS: Final = 2000
MOST_LEVELS: Final = 32

_TOKEN: Final = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*)"
    r"|(?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)"
)
_COMPARISONS: Final = ("==", "!=", "<", "<=", ">", ">=")
_VALUES: Final = {"true": True, "false": False, "none": None}
_RESERVED: Final = ("and", "or", "not", "in")


class ConditionInvalid(CrosstieError):
    """A condition cannot be read; the message names the column."""


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    column: int


def read_condition(text: str) -> Condition:
    """The condition that a text says. Raises ConditionInvalid with the column of the mistake."""
    if len(text) > MOST_CHARACTERS:
        raise ConditionInvalid(f"longer than {MOST_CHARACTERS} characters")
    return Condition(text, _Parser(_tokens(text)).whole())


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            hint = "; compare with ==" if text[at] == "=" else ""
            raise ConditionInvalid(f"column {at + 1}: cannot read {text[at : at + 10]!r}{hint}")
        if match.lastgroup != "space":
            found.append(_Token(_kind(match), match[0], at + 1))
        at = match.end()
    return [*found, _Token("end", "", len(text) + 1)]


def _kind(match: re.Match[str]) -> str:
    named = (kind for kind in ("space", "number", "text", "word", "sign") if match[kind] is not None)
    return next(named)


class _Parser:
    """Walks the tokens once, forwards."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._level = 0

    def whole(self) -> Expression:
        found = self._any()
        if self._next.kind != "end":
            raise self._unexpected("the end")
        return found

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _any(self) -> Expression:
        terms = [self._all()]
        while self._took("or"):
            terms.append(self._all())
        return terms[0] if len(terms) == 1 else Any(tuple(terms))

    def _all(self) -> Expression:
        terms = [self._term()]
        while self._took("and"):
            terms.append(self._term())
        return terms[0] if len(terms) == 1 else All(tuple(terms))

    def _term(self) -> Expression:
        self._level += 1
        if self._level > MOST_LEVELS:
            raise ConditionInvalid(f"column {self._next.column}: nested deeper than {MOST_LEVELS} levels")
        found: Expression
        if self._took("not"):
            found = Not(self._term())
        elif self._took("("):
            found = self._any()
            self._need(")")
        else:
            found = self._comparison()
        self._level -= 1
        return found

    def _comparison(self) -> Expression:
        left = self._operand()
        sign = self._next.text
        if self._next.kind == "sign" and sign in _COMPARISONS:
            self._at += 1
            return Compare(sign, left, self._operand())
        if self._took("not"):
            self._need("in")
            return Not(self._member(left))
        if self._took("in"):
            return self._member(left)
        return left

    def _member(self, item: Literal | Name) -> Member:
        if not self._took("["):
            among = self._operand()
            if isinstance(among, Name):
                return Member(item, among)
            self._at -= 1
            raise self._unexpected("a list in [ ] or a name")
        listed = [self._operand()]
        while self._took(","):
            listed.append(self._operand())
        self._need("]")
        return Member(item, tuple(listed))

    def _operand(self) -> Literal | Name:
        token = self._next
        if token.kind == "number":
            self._at += 1
            return Literal(float(token.text) if set(".eE") & set(token.text) else int(token.text))
        if token.kind == "text":
            self._at += 1
            return Literal(token.text[1:-1])
        if token.kind == "word" and token.text not in _RESERVED:
            self._at += 1
            return Literal(_VALUES[token.text]) if token.text in _VALUES else Name(token.text)
        raise self._unexpected("a value or a name")

    def _took(self, text: str) -> bool:
        token = self._next
        found = token.text == text and token.kind in ("word", "sign")
        self._at += found
        return found

    def _need(self, text: str) -> None:
        if not self._took(text):
            raise self._unexpected(f"'{text}'")

    def _unexpected(self, wanted: str) -> ConditionInvalid:
        found = f"'{self._next.text}'" if self._next.text else "the end"
        return ConditionInvalid(f"column {self._next.column}: {wanted} is expected, not {found}")
