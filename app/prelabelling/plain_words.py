"""Words in every script made comparable, and found in a text whether or not its script puts spaces."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

import regex

_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[-.'’_/][\p{L}\p{M}\p{N}]+)*")
# Scripts that put no space between words, as whole runs.
_RUN: Final = regex.compile(
    r"(?:\p{Thai}|\p{Lao}|\p{Khmer}|\p{Myanmar}|\p{Han}|\p{Hiragana}|\p{Katakana}|\p{Tibetan}|ー)+"
)
_OWN_PIECES: Final = regex.compile(rf"{_RUN.pattern}|{_WORD.pattern}")
# Arabic: the lengthening stroke and the vowel signs that texts may or may not write.
_OPTIONAL: Final = regex.compile(r"[\p{Cf}\u0640\u064B-\u0652\u0670]")
_DIGITS: Final = regex.compile(r"\d+")
_LONGEST_CODE: Final = 4
_LETTERS: Final = 2

_ORDINALS: Final = {
    1: "first|1st|thứ nhất|ที่หนึ่ง|第一|一番目|첫 번째|첫번째|pertama|पहला|पहली",
    2: "second|2nd|thứ hai|ที่สอง|第二|二番目|두 번째|두번째|kedua|दूसरा|दूसरी",
    3: "third|3rd|thứ ba|ที่สาม|第三|三番目|세 번째|세번째|ketiga|तीसरा|तीसरी",
    4: "fourth|4th|thứ tư|ที่สี่|第四|四番目|네 번째|네번째|keempat|चौथा|चौथी",
    5: "fifth|5th|thứ năm|ที่ห้า|第五|五番目|다섯 번째|다섯번째|kelima|पाँचवाँ|पाँचवीं",
}


def plain(text: str) -> str:
    """NFKC, case folded, every script's decimal digits as 0–9, without what texts may leave out."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    without = _OPTIONAL.sub("", folded)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in without)


def pieces(text: str) -> list[str]:
    """The words of a name in plain form; what a script without spaces writes together stays together."""
    return [found.group() for found in _OWN_PIECES.finditer(plain(text))]


def code_of(text: str) -> str:
    """A plate or number without its separators and leading zeros, "43C-218.07" and "V-01" alike.

    Empty for a text without a digit.
    """
    kept = "".join(sign for sign in plain(text) if sign.isalnum())
    return _DIGITS.sub(lambda run: str(int(run.group())), kept) if _DIGITS.search(kept) else ""


def codes_in(text: str) -> set[str]:
    """Every plate or number that up to four neighbouring words spell; of letters alone two at most."""
    words = [found.group() for found in _WORD.finditer(plain(text))]
    runs = (
        words[start : start + length]
        for start in range(len(words))
        for length in range(1, _LONGEST_CODE + 1)
        if start + length <= len(words)
    )
    return {
        code
        for run in runs
        if all(len(word) <= _LETTERS or _DIGITS.search(word) for word in run)
        if (code := code_of("".join(run)))
    }


def ordinals_in(text: str) -> set[int]:
    """The numbers that a text counts with ("the second car", "第二")."""
    return {_NUMBER_OF[word] for word in _COUNTING.find(text)}


def numbers_in(text: str) -> set[int]:
    """The whole numbers written in a text."""
    return {int(run) for run in _DIGITS.findall(plain(text)) if len(run) < 10}


class Vocabulary:
    """Words to look for, all at once; the longest that fits is taken, so that รถ is not found in รถบรรทุก."""

    def __init__(self, words: Iterable[str]) -> None:
        kept = sorted({word for word in words if word}, key=len, reverse=True)
        self._pattern = regex.compile("|".join(map(_pattern, kept))) if kept else None
        self._exact = set(kept)

    def find(self, text: str) -> list[str]:
        """The words that stand in a text, in its order."""
        if self._pattern is None:
            return []
        return list(dict.fromkeys(self._named(plain(text))))

    def _named(self, text: str) -> Iterator[str]:
        assert self._pattern is not None
        for found in self._pattern.finditer(text):
            word = found.group()
            yield next(form for form in _singulars(word) if form in self._exact)


def _pattern(word: str) -> str:
    """A word where it stands by itself: with a plural's s, an Arabic article, a Korean particle."""
    body = regex.escape(word)
    before = "" if _RUN.match(word[0]) else r"(?<![\p{L}\p{M}\p{N}])"
    if regex.match(r"\p{Arabic}", word[0]):
        before += r"(?:ال)?"
    if _RUN.match(word[-1]) or regex.match(r"\p{Hangul}", word[-1]):
        return before + body
    plural = r"(?:e?s)?" if regex.match(r"\p{Latin}", word[-1]) else ""
    return before + body + plural + r"(?![\p{L}\p{M}\p{N}])"


def _singulars(word: str) -> Iterator[str]:
    yield word
    for ending in ("s", "es"):
        if word.endswith(ending):
            yield word.removesuffix(ending)
    yield word.removeprefix("ال")


_NUMBER_OF: Final = {plain(word): number for number, words in _ORDINALS.items() for word in words.split("|")}
_COUNTING: Final = Vocabulary(_NUMBER_OF)
