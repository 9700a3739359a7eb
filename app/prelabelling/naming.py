"""How strongly a text names each of several things, by the words that describe them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from crosstie.app.prelabelling.describing import Description
from crosstie.app.prelabelling.plain_words import Vocabulary, code_of, codes_in, numbers_in, ordinals_in

_CODE: Final = 6.0
_COUNTED: Final = 3.0
_ENOUGH: Final = 1.0
"""A word of the class of one thing in three is as good as three in four."""
_HUNDREDFOLD: Final = math.log(100)


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
        """The things that a text names with one word at least, and nothing else a hundred times likelier."""
        words, codes = self._words.find(text), codes_in(text) & self._by_code.keys()
        strength: dict[str, float] = {}
        for word in words:
            rare = self._rare(self._by_word[word])
            for key in self._by_word[word]:
                strength[key] = strength.get(key, 0.0) + rare * self._described[key][word].weight
        for code in codes:
            rare = self._rare(self._by_code[code])
            for key in self._by_code[code]:
                strength[key] = strength.get(key, 0.0) + rare * _CODE
        counted = self._counted(text, strength)
        for key in counted:
            strength[key] += _COUNTED
        least = max(strength.values(), default=0.0) - _HUNDREDFOLD * _ENOUGH
        return {
            key: Naming(1 - math.exp(-value / _ENOUGH), self._shared(key, words, codes, key in counted))
            for key, value in strength.items()
            if value >= least
        }

    def _counted(self, text: str, named: Iterable[str]) -> set[str]:
        """Of the cars, "the second car" is the one with a 2 in its name."""
        wanted = ordinals_in(text)
        return {key for key in named if wanted & numbers_in(self._names.get(key, ""))} if wanted else set()

    def _shared(self, key: str, words: list[str], codes: set[str], counted: bool) -> tuple[str, ...]:
        """What a text and a thing have in common, in words."""
        described = self._described[key]
        said = [f"{described[word].source} “{word}”" for word in words if word in described]
        said += [f"number “{code.upper()}”" for code in sorted(codes) if key in self._by_code[code]]
        return tuple(dict.fromkeys([*said, "place in the row"] if counted else said))

    def _rare(self, keys: Sequence[str]) -> float:
        return math.log(1 + len(self._described) / len(keys))
