"""Text spans: whole characters in every script, and words found again in a corrected text."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crosstie.schema.anchors import TextSpan
from crosstie.schema.errors import AnchorInvalid
from crosstie.schema.text import (
    cluster_end,
    cluster_start,
    offset_from_utf16,
    selected_span,
    span_of,
    utf16_from_offset,
)
from crosstie.schema.text_search import find_again
from tests.schema.strategies import texts

NARRATION = (
    "The white van brakes hard.\nA red truck turns left at the corner, and the red truck stops there.\n"
    "The van waits behind it; nobody is hurt, and the truck leaves."
)


@pytest.mark.parametrize(
    ("text", "start", "end", "quote"),
    [
        ("ที่นี่", 1, 2, "ที่"),
        ("không", 2, 3, "ô"),
        ("e\u0301te\u0301", 1, 2, "e\u0301"),
        ("नमस्ते", 3, 5, "स्ते"),
        ("한국어", 1, 2, "국"),
        ("\u1112\u1161\u11ab!", 1, 2, "\u1112\u1161\u11ab"),
        ("🇻🇳🇹🇭", 2, 3, "🇹🇭"),
        ("🇻🇳🇹🇭", 1, 3, "🇻🇳🇹🇭"),
        ("a👩‍👩‍👧b", 2, 3, "👩‍👩‍👧"),
        ("a\r\nb", 1, 2, "\r\n"),
        ("ខ្មែរ", 1, 2, "ខ្មែ"),
    ],
)
def test_a_span_is_widened_to_whole_characters(text: str, start: int, end: int, quote: str) -> None:
    span = span_of(text, start, end)
    assert span.quote == quote
    assert text[span.start : span.end] == quote


@given(texts, st.data())
def test_snapping_never_moves_inwards_and_stays_once_snapped(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    start, end = cluster_start(text, offset), cluster_end(text, offset)
    assert start <= offset <= end
    for edge in (start, end):
        assert cluster_start(text, edge) == cluster_end(text, edge) == edge


def test_surroundings_are_kept_up_to_thirty_two_characters() -> None:
    at = NARRATION.index("stops")
    span = span_of(NARRATION, at, at + 5)
    assert span == TextSpan(at, at + 5, "stops", NARRATION[at - 32 : at], NARRATION[at + 5 : at + 37])
    assert span_of("ab", 0, 1) == TextSpan(0, 1, "a", "", "b")


def test_a_selection_loses_the_white_space_at_its_ends() -> None:
    span = selected_span("the  red truck \n", 3, 16)
    assert span is not None
    assert span.quote == "red truck"
    assert selected_span("the  red", 3, 5) is None


@pytest.mark.parametrize(("start", "end"), [(2, 2), (3, 2), (-1, 2), (0, 5)])
def test_nothing_and_what_is_outside_cannot_be_annotated(start: int, end: int) -> None:
    with pytest.raises(AnchorInvalid, match="outside the text of 4 characters"):
        span_of("text", start, end)


@given(texts, st.data())
def test_offsets_go_to_qts_units_and_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    units = utf16_from_offset(text, offset)
    assert len(text[:offset].encode("utf-16-le")) == 2 * units
    assert offset_from_utf16(text, units) == offset


def test_a_place_within_a_pair_is_before_it() -> None:
    assert offset_from_utf16("a🇻b", 2) == 1
    assert utf16_from_offset("a🇻b", 3) == 4


def _span(words: str, nth: int = 0, text: str = NARRATION) -> TextSpan:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return span_of(text, at, at + len(words))


CORRECTIONS = [
    ("unchanged", "red truck", 1, NARRATION, NARRATION.index("red truck", 50)),
    ("text put in before", "red truck", 0, "Well. " + NARRATION, 6 + NARRATION.index("red truck")),
    ("a word near by corrected", "red truck", 1, NARRATION.replace("corner", "crossing"), 75),
    ("the line before taken away", "truck", 2, NARRATION.split("\n", 1)[1], 118),
    ("the word before corrected", "van", 0, NARRATION.replace("white", "black"), 10),
]


@pytest.mark.parametrize(("what", "words", "nth", "corrected", "start"), CORRECTIONS)
def test_words_are_found_again_in_their_own_place(
    what: str, words: str, nth: int, corrected: str, start: int
) -> None:
    found = find_again(_span(words, nth), corrected)
    assert found is not None, what
    assert (found.quote, found.start) == (words, start)


@pytest.mark.parametrize(
    ("corrected", "quote"),
    [
        (NARRATION.replace("white van", "whyte van"), "whyte van"),
        (NARRATION.replace("The white van", "White vans"), "White van"),
        (NARRATION.replace("white van brakes", "lorry brakes"), None),
        ("", None),
        ("Nothing of it is left.", None),
    ],
)
def test_corrected_words_are_found_by_likeness(corrected: str, quote: str | None) -> None:
    found = find_again(_span("white van"), corrected)
    if quote is None:
        assert found is None
    else:
        assert found is not None
        assert found.quote == quote


def test_replaced_words_are_found_between_their_surroundings_even_where_others_say_the_same() -> None:
    corrected = NARRATION.replace("turns left at the corner", "veers off at the corner")
    found = find_again(_span("turns left"), corrected)
    assert found is not None
    assert found.quote == "veers off"
    moved = NARRATION.replace("stops there", "halts there") + " It stops."
    found = find_again(_span("stops"), moved)
    assert found is not None
    assert found.quote == "halts"


@given(st.text("abc ", min_size=1, max_size=60), st.data())
@example("a a a a", None)
def test_an_unchanged_text_gives_the_same_span(text: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(text) - 1)) if data else 4
    end = data.draw(st.integers(start + 1, len(text))) if data else 5
    span = span_of(text, start, end)
    assert find_again(span, text) == span


@given(texts, texts, st.text(max_size=40), st.text(max_size=40))
def test_words_that_stand_once_are_found_after_any_change_elsewhere(
    words: str, other: str, before: str, after: str
) -> None:
    marker = f"\n{words}\n"
    old, new = other + marker + after, before + marker + after + other
    assume(new.count(words) == 1)
    at = old.index(marker) + 1
    assume(span_of(old, at, at + len(words)).quote == words)
    found = find_again(span_of(old, at, at + len(words)), new)
    assert found is not None
    assert words in found.quote
