"""Ranks texts by how well a few typed letters match them. No Qt."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def rank(typed: str, things: Iterable[T], text_of: Callable[[T], str]) -> list[T]:
    """The things whose text holds the typed letters in order, the closest match first.

    With nothing typed all are kept as they stand; equal matches keep their order too.
    """
    needle = typed.casefold().replace(" ", "")
    scored = [(match_cost(needle, text_of(thing).casefold()), thing) for thing in things]
    kept = [(cost, thing) for cost, thing in scored if cost is not None]
    return [thing for _cost, thing in sorted(kept, key=lambda pair: pair[0])]


def match_cost(needle: str, text: str) -> int | None:
    """How far apart the letters of `needle` stand in `text`, letters that begin a word being nearest.

    None when they do not all stand there in order.
    """
    cost, place = 0, 0
    for letter in needle:
        found = _word_start(letter, text, place)
        if found is None:
            found = text.find(letter, place)
            if found < 0:
                return None
            cost += 1
        cost += found - place
        place = found + 1
    return cost


def _word_start(letter: str, text: str, place: int) -> int | None:
    """Where the letter goes on the run so far, or else begins a word, at or after `place`."""
    if place and text[place : place + 1] == letter:
        return place
    for index in range(place, len(text)):
        if text[index] == letter and (index == 0 or not text[index - 1].isalnum()):
            return index
    return None
