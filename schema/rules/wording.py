"""Texts to be compared: what stands at a link's end in words, and the named normalisations."""

import unicodedata
from collections.abc import Callable
from typing import Final

from crosstie.schema.anchors import PageRegion, TextSpan
from crosstie.schema.readable import Readable
from crosstie.schema.records import End
from crosstie.schema.rules.library import NORMALISATIONS

_INVISIBLE_BREAKS: Final = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space (how Khmer and Thai mark words), word joiner, byte order mark."""


def text_of(state: Readable, end: End, attribute: str = "") -> str | None:
    """The words of an end: the named attribute, or the quoted or printed text, or an entity's name.

    None where it has none.
    """
    if end.kind == "entity":
        return state.entities[end.id].name
    annotation = state.annotations[end.id]
    match annotation.anchor:
        case _ if attribute:
            value = annotation.attributes.get(attribute)
            return value if isinstance(value, str) else None
        case TextSpan(quote=quote):
            return quote
        case PageRegion(text=text):
            return text or None
        case _:
            return None


def normalised(text: str, how: str) -> str:
    """A text under one of NORMALISATIONS."""
    return _NORMALISE[how](text)


def _nfkc(text: str) -> str:
    """Compatibility forms unified (full width, ligatures), white space as single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _casefold(text: str) -> str:
    return _nfkc(_nfkc(text).casefold())


def _unspaced(text: str) -> str:
    """Nothing between words: Thai, Khmer, Lao, Han and kana are written with spaces or without, at will."""
    kept = (char for char in _casefold(text) if not char.isspace() and char not in _INVISIBLE_BREAKS)
    return "".join(_as_ascii_digit(char) for char in kept)


def _letters_and_digits(text: str) -> str:
    # Marks are part of their letters in Thai, Khmer and the scripts of India.
    kept = (char for char in _casefold(text) if unicodedata.category(char)[0] in "LMN")
    return "".join(_as_ascii_digit(char) for char in kept)


def _digits(text: str) -> str:
    return "".join(_as_ascii_digit(char) for char in text if unicodedata.decimal(char, None) is not None)


def _as_ascii_digit(char: str) -> str:
    """๓ and ３ are 3."""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


_NORMALISE: Final[dict[str, Callable[[str], str]]] = {
    "exact": str,
    "nfkc": _nfkc,
    "casefold": _casefold,
    "unspaced": _unspaced,
    "letters_and_digits": _letters_and_digits,
    "digits": _digits,
}
assert set(_NORMALISE) == set(NORMALISATIONS), "every normalisation that a schema may name needs its function"
