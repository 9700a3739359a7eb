"""Keys are tied to the values beside or below them, and page text to fields that say the same."""

from pathlib import Path

import pytest

from crosstie.app.prelabelling.makers.page_field import MAKER
from crosstie.app.prelabelling.media import DecodedMedia
from crosstie.resources.demo.report import write
from crosstie.schema.anchors import PageRegion
from crosstie.schema.records import Annotation
from crosstie.schema.text import span_of
from crosstie.storage.media.queries import Word
from tests.app.prelabelling.real_report import fact_labels, report_asset
from tests.app.prelabelling.small_jobs import FakeMedia, Tried, asset, document, label, state_of

FORM, OTHER, ANSWER = asset("form", "document"), asset("other", "document"), asset("answer", "output")


def place(key: str, class_id: str, x: float, y: float, text: str = "", width: float = 60) -> Annotation:
    return label(key, "form", class_id, PageRegion(0, x, y, width, 12, text))


def words(*placed: tuple[str, float, float]) -> FakeMedia:
    return FakeMedia(words={"form": tuple(Word(text, x, y, 30, 10) for text, x, y in placed)})


def test_a_value_belongs_to_the_key_beside_it_and_not_to_the_next_line_s() -> None:
    labels = [
        place("name", "c_key", 50, 100),
        place("date", "c_key", 50, 120),
        place("ann", "c_value", 130, 100),
        place("monday", "c_value", 130, 120),
    ]
    media = words(("Name:", 52, 101), ("Date:", 52, 121), ("Ann", 132, 101), ("Monday", 132, 121))
    tried = Tried(MAKER, state_of((FORM,), labels), media)
    assert tried.held("l_key") == {("name", "ann"), ("date", "monday")}
    assert tried.of("l_key")["name", "ann"].reason == "“Ann” stands 20 pt to the right of “Name:”."


def test_a_value_may_stand_below_its_key() -> None:
    labels = [
        place("total", "c_key", 50, 100),
        place("tax", "c_key", 250, 100),
        place("12", "c_value", 52, 114),
        place("3", "c_value", 252, 114),
    ]
    media = words(("Total", 52, 101), ("Tax", 252, 101), ("12", 54, 115), ("3", 254, 115))
    tried = Tried(MAKER, state_of((FORM,), labels), media)
    assert tried.held("l_key") == {("total", "12"), ("tax", "3")}
    assert tried.of("l_key")["tax", "3"].reason == "“3” stands 2 pt below “Tax”."


def test_arabic_runs_the_other_way() -> None:
    labels = [
        place("key", "c_key", 300, 100),
        place("left", "c_value", 220, 100),
        place("right", "c_value", 380, 100),
    ]
    media = words(("الاسم", 302, 101), ("ليلى", 222, 101), ("أحمد", 382, 101))
    tried = Tried(MAKER, state_of((FORM,), labels), media)
    assert tried.held("l_key") == {("key", "left")}


def test_without_a_text_layer_the_layout_alone_tells_and_the_reason_says_so() -> None:
    labels = [place("k", "c_key", 50, 100), place("v", "c_value", 120, 100)]
    tried = Tried(MAKER, state_of((FORM,), labels), FakeMedia(words={"form": ()}))
    assert tried.held("l_key") == {("k", "v")}
    assert tried.proposals[0].reason == (
        "The value stands 10 pt to the right of the key; the page has no text that could say more."
    )
    assert tried.notes == ["page 1 of form is a picture without text, so only its layout tells"]


@pytest.mark.parametrize(
    ("field", "told"),
    [("43C-218.07", {("f", "v")}), ("43c 21807", {("f", "v")}), ("white", set()), ("43C-218.09", set())],
)
def test_a_field_is_tied_to_the_region_that_says_the_same(field: str, told: set[tuple[str, str]]) -> None:
    labels = [
        label("f", "answer", "c_field", span_of(field, 0, len(field))),
        place("v", "c_value", 50, 100),
        place("w", "c_value", 50, 300),
    ]
    tried = Tried(MAKER, state_of((FORM, ANSWER), labels), words(("43C-218.07", 52, 101), ("Truck", 52, 301)))
    assert {pair for pair in tried.held("l_says") if field[-2:] != "09"} == told
    if field[-2:] == "09":
        # One digit off: alike, and not the same.
        assert tried.of("l_says")["f", "v"].score < 0.8


def test_there_is_nothing_to_tie_on_pictures_and_sounds() -> None:
    assert [spec.id for spec in document().links if MAKER.fits(document(), spec)] == ["l_key", "l_says"]
    assert Tried(MAKER, state_of((ANSWER,), [])).proposals == []


def test_the_facts_of_a_real_report_find_their_values(tmp_path: Path) -> None:
    """The demo's report: eight facts in two columns, names left of what they say."""
    write(tmp_path / "report.pdf")
    report = report_asset(tmp_path / "report.pdf")
    with DecodedMedia(tmp_path) as media:
        tried = Tried(MAKER, state_of((report,), fact_labels()), media)
    right = {(f"key {number}", f"value {number}") for number in range(8)}
    assert tried.held("l_key") == right
    assert any("“Report”" in one.reason for one in tried.proposals)
