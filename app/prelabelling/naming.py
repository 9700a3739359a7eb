"""How strongly a text names each of several things, by the words that describe them."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from crosstie.app.prelabelling.describing import NAME, Description
from crosstie.app.prelabelling.plain_words import Vocabulary, code_of, codes_in, numbers_in, ordinals_in

_CODE: Final = 6.0
_COUNTED: Final = 1.5
_ENOUGH: Final = 1.0


class Naming(msgspec.Struct, frozen=True):
    """How likely a text means a thing if there were no other, and which of its words say so."""

    likely: float
    shared: tuple[str, ...]


class Namer:
    """Looks for the words of many things at once; what few are called tells more than what many are."""

    def __init__(self, described: Mapping[str, Description], names: Mapping[str, str]) -> None:
        """`described` and `names` (what a thing is called, as written; empty where it has no name) by id."""
        self._described = described
        self._names = names
        self._words = Vocabulary(word for words in described.values() for word in words if not code_of(word))
        self._by_word: dict[str, list[str]] = {}
        self._by_code: dict[str, list[str]] = {}
        for key, words in described.items():
            for word in words:
                self._by_word.setdefault(word, []).append(key)
            for code in codes_in(names.get(key, "")) | {code_of(word) for word in words if code_of(word)}:
                self._by_code.setdefault(code, []).append(key)

    def named(self, text: str) -> dict[str, Naming]:
        """The things that a text names with one word at least."""
        strength: dict[str, float] = {}
        shared: dict[str, list[str]] = {}
        for word in self._words.find(text):
            for key in self._by_word[word]:
                said = self._described[key][word]
                strength[key] = strength.get(key, 0.0) + said.weight * self._rare(self._by_word[word])
                shared.setdefault(key, []).append(f"{said.source} “{word}”")
        for code in codes_in(text):
            for key in self._by_code.get(code, ()):
                strength[key] = strength.get(key, 0.0) + _CODE * self._rare(self._by_code[code])
                shared.setdefault(key, []).append(f"number “{code.upper()}”")
        self._count(text, strength, shared)
        return {
            key: Naming(1 - math.exp(-value / _ENOUGH), tuple(dict.fromkeys(shared[key])))
            for key, value in strength.items()
        }

    def _count(self, text: str, strength: dict[str, float], shared: dict[str, list[str]]) -> None:
        """Of the cars, "the second car" is the one with a 2 in its name."""
        counted = ordinals_in(text)
        for key in strength:
            if counted & numbers_in(self._names.get(key, "")):
                strength[key] += _COUNTED * NAME / 2
                shared[key].append("its number in the row")

    def _rare(self, keys: Sequence[str]) -> float:
        return math.log(1 + len(self._described) / len(keys))
