"""How alike two terms are, and in words why."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from crosstie.schema.reconcile.taxonomy import ANY_LANGUAGE, Key, Term

LEAST_ALIKE: Final = 0.78
"""From which share of common letters on two words are called alike (difflib's ratio)."""


class Likeness(msgspec.Struct, frozen=True, order=True):
    """How probably two terms mean the same, from 0 to 1, and why."""

    score: float
    reason: str


class Together(msgspec.Struct, frozen=True):
    """How often labels of a term stand with another's, and how often with any of that one's source."""

    count: int
    of: int


Agreement = Mapping[tuple[Key, Key], Together]
"""What linked and co-occurring labels say, by term and other term."""

NONE: Final = Likeness(0.0, "")


def likeness(first: Term, second: Term, agreement: Agreement) -> Likeness:
    """The best reason to take two terms for one, raised where the labels say so too."""
    by_words = max(_by_words(first, second), default=NONE)
    by_labels = _by_labels(first, second, agreement)
    if not by_labels.score or not by_words.score:
        return max(by_words, by_labels)
    # Independent signs: both would have to mislead.
    score = 1 - (1 - by_words.score) * (1 - by_labels.score)
    return Likeness(round(score, 3), f"{by_words.reason}; {by_labels.reason}")


def normalised(text: str) -> str:
    """Letters and digits alone, small, compatible forms made one, an English plural's s taken off."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[^\W_]+", plain)
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    if not word.isascii() or len(word) < 4 or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _by_words(first: Term, second: Term) -> Iterator[Likeness]:
    for language, name in first.names.items():
        for other_language, other in second.names.items():
            yield from _names(language, name, other_language, other)
    for term, beside in ((first, second), (second, first)):
        for alias in term.aliases:
            if any(normalised(alias) == normalised(name) for name in beside.names.values()):
                yield Likeness(0.95, f"'{alias}' is another name of '{term.title}'")
    shared = {normalised(alias) for alias in first.aliases} & {normalised(alias) for alias in second.aliases}
    if shared:
        yield Likeness(0.85, f"both are also called '{min(shared)}'")
    if first.id == second.id:
        yield Likeness(0.9, f"the same id '{first.id}'")


def _names(language: str, name: str, other_language: str, other: str) -> Iterator[Likeness]:
    told = ANY_LANGUAGE in (language, other_language) or language == other_language
    if name == other and told:
        where = "" if ANY_LANGUAGE in (language, other_language) else f" in {language}"
        yield Likeness(1.0, f"the same name '{name}'{where}")
    elif name == other:
        yield Likeness(0.8, f"the same name '{name}', though in {language} and in {other_language}")
    elif normalised(name) and normalised(name) == normalised(other):
        yield Likeness(0.92, f"'{name}' and '{other}' are the same but for their spelling")
    elif told:
        yield from _alike(name, other)


def _alike(name: str, other: str) -> Iterator[Likeness]:
    first, second = normalised(name), normalised(other)
    ratio = difflib.SequenceMatcher(None, first, second).ratio() if first and second else 0.0
    if ratio >= LEAST_ALIKE:
        yield Likeness(round(0.7 * ratio, 3), f"'{name}' and '{other}' are written alike")
    words, others = set(first.split()), set(second.split())
    if words != others and words and others and (words <= others or others <= words):
        yield Likeness(0.5, f"one of '{name}' and '{other}' says the other and more")


def _by_labels(first: Term, second: Term, agreement: Agreement) -> Likeness:
    there = agreement.get((first.key, second.key))
    back = agreement.get((second.key, first.key))
    if there is None or back is None:
        return NONE
    least = min(there, back, key=lambda one: one.count / one.of)
    # Few labels prove little: Laplace's rule draws them to one half.
    share = (least.count + 1) / (least.of + 2)
    told = f"{there.count:,} of {there.of:,} labels of '{first.title}' that stand with any of {second.source}"
    return Likeness(round(0.98 * share, 3), f"{told} stand with '{second.title}'")
