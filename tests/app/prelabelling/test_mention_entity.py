"""Mentions are tied to the entity whose words, number or counting they say."""

import pytest

from crosstie.app.prelabelling.makers.mention_entity import MAKER
from crosstie.schema.anchors import Box, PageRegion
from crosstie.schema.records import Annotation, Entity
from crosstie.schema.text import span_of
from crosstie.storage.media.queries import Word
from tests.app.prelabelling.small_jobs import FakeMedia, Tried, asset, entity, label, state_of

WORDS, CAMERA, REPORT = asset("words", "transcript"), asset("cam", "image"), asset("report", "document")
BOX = Box(10, 10, 50, 50)


def things() -> list[Annotation | Entity]:
    return [
        entity("truck", "V-01"),
        entity("car", "V-02"),
        entity("other", "V-03 delivery"),
        label("b1", "cam", "c_truck", BOX, "truck", colour="white"),
        label("b2", "cam", "c_car", BOX, "car", colour="red"),
        label("b3", "cam", "c_car", BOX, "other", colour="white"),
    ]


def mention(text: str, about: str = "") -> Annotation:
    return label("m", "words", "c_mention", span_of(text, 0, len(text)), about)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the white truck", "truck"),
        ("Red car", "car"),
        ("xe tải trắng", "truck"),
        ("รถบรรทุก", "truck"),
        ("รถสีแดง", "car"),
        ("白いトラック", "truck"),
        ("الشاحنة", "truck"),
        ("하얀 트럭이", "truck"),
        ("V 3", "other"),
        ("v-02", "car"),
        ("the second car", "car"),
        ("the delivery", "other"),
    ],
)
def test_a_mention_is_tied_to_what_it_names(said: str, meant: str) -> None:
    tried = Tried(MAKER, state_of((WORDS, CAMERA), [*things(), mention(said)]))
    assert tried.held("l_mentions") == {("m", meant)}
    reason = tried.of("l_mentions")["m", meant].reason
    assert reason.startswith(f"“{said}” and V-0")


def test_the_reason_names_the_words_and_where_they_come_from() -> None:
    tried = Tried(MAKER, state_of((WORDS, CAMERA), [*things(), mention("the white truck")]))
    told = tried.of("l_mentions")["m", "truck"]
    assert told.reason == "“the white truck” and V-01 share the colour “white”, the class “truck”."


def test_what_could_be_several_is_held_to_be_none() -> None:
    tried = Tried(MAKER, state_of((WORDS, CAMERA), [*things(), mention("a car")]))
    assert tried.held("l_mentions") == set()
    assert {target for _, target in tried.of("l_mentions")} == {"car", "other"}
    unheard = Tried(MAKER, state_of((WORDS, CAMERA), [*things(), mention("a pelican")]))
    assert unheard.proposals == []


def test_the_entity_that_a_mention_is_about_is_not_looked_at() -> None:
    told = Tried(MAKER, state_of((WORDS, CAMERA), [*things(), mention("it", about="truck")]))
    assert told.proposals == []
    misled = Tried(MAKER, state_of((WORDS, CAMERA), [*things(), mention("Red car", about="truck")]))
    assert misled.held("l_mentions") == {("m", "car")}


def row(text: str = "") -> Annotation:
    return label("row", "report", "c_row", PageRegion(0, 50, 100, 300, 20, text))


def test_a_line_of_a_report_is_tied_by_the_words_of_its_page() -> None:
    words = tuple(
        Word(text, x, y, 30, 10)
        for text, x, y in (("V-02", 60, 105), ("Car", 120, 105), ("V-01", 60, 80), ("Truck", 120, 80))
    )
    tried = Tried(MAKER, state_of((CAMERA, REPORT), [*things(), row()]), FakeMedia(words={"report": words}))
    assert tried.held("l_row_of") == {("row", "car")}


def test_a_scanned_page_is_told_of_and_what_was_noted_of_it_counts() -> None:
    media = FakeMedia(words={"report": ()})
    tried = Tried(MAKER, state_of((CAMERA, REPORT), [*things(), row("V-01 truck")]), media)
    assert tried.held("l_row_of") == {("row", "truck")}
    assert tried.notes == ["page 1 of report is a picture without text, so only its layout tells"]
    assert Tried(MAKER, state_of((CAMERA, REPORT), [*things(), row()]), media).proposals == []
