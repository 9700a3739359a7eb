"""What counting reads: labels in columns, samples in their order, and records that cannot be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crosstie.qa.study.pods import Pods
from crosstie.qa.study.sample import SampleCounter
from crosstie.schema.records import Pass
from crosstie.storage.columns import Columns, read_columns, sample_ids
from crosstie.storage.database import open_for_writing
from crosstie.storage.errors import StoreFailed
from crosstie.storage.project import reading_project
from tests.qa.study.projects import ALL, Draft, Shop, Thing, Tied, box, counted, shop, turn, words

LABELS: list[Draft] = [
    Thing("x", name="cup"),
    box("b", 0, about="x"),
    box("a", 50, "c_jar"),
    turn("t", 0, 1, said="yes"),
    turn("u", 2, 3, said="yes"),
    words("w", 0, 4),
    Tied("sure", "l_names", "w", "a"),
    Tied("maybe", "l_names", "w", "b", "candidate", score=0.25),
]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path / "p") as found:
        found.sample("s1")
        yield found


def columns(made: Shop) -> Columns:
    made.label("s1", "An", labels=LABELS, key="p")
    opened = Pass("p", "s1", "assisted", made.actor("An").id, made.store.schema_ref())
    with reading_project(made.root) as database:
        return read_columns(database.driver, opened)


def test_labels_are_read_in_the_order_of_their_ids(made: Shop) -> None:
    found = columns(made)
    assert found.ids == ["p/a", "p/b", "p/t", "p/u", "p/w"]
    assert found.classes == ["c_jar", "c_cup", "c_turn", "c_turn", "c_words"]
    assert found.anchor_kinds == ["box", "box", "time_span", "time_span", "text_span"]
    assert found.entities == ["", "p/x", "", "", ""]
    assert found.entity_of == {"p/x": ("e_thing", "cup")}
    assert found.attributes[2] == {"said": "yes"}
    assert found.attributes[2] is found.attributes[3]


def test_links_are_read_with_the_scores_of_those_that_are_not_certain(made: Shop) -> None:
    assert [(tie.id, tie.status, tie.score) for tie in columns(made).ties] == [
        ("p/maybe", "candidate", 0.25),
        ("p/sure", "certain", None),
    ]


def test_a_pass_without_labels_is_empty(made: Shop) -> None:
    made.label("s1", "An", key="p")
    opened = Pass("p", "s1", "assisted", made.actor("An").id, made.store.schema_ref())
    with reading_project(made.root) as database:
        assert read_columns(database.driver, opened).ids == []


def test_samples_are_listed_in_their_order(made: Shop) -> None:
    for name in ("s9", "s10", "a"):
        made.sample(name)
    with reading_project(made.root) as database:
        assert list(sample_ids(database.driver)) == [
            "a",
            "s1",
            "s10",
            "s9",
        ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"x":0.0', '"x":null'),
        ('"x":0.0', '"x":1e999'),
        ('"width":20.0', '"width":-1.0'),
        ('"kind":"box"', '"kind":"?"'),
    ],
)
def test_geometry_that_is_none_stops_counting_with_one_line(tmp_path: Path, before: str, after: str) -> None:
    root = tmp_path / "p"
    with shop(root) as made:
        made.sample("s1")
        for name in ("An", "Bo"):
            made.label("s1", name, labels=LABELS)
    database = open_for_writing(root / "project.db")
    database.driver.execute("UPDATE annotations SET body = replace(body, ?, ?)", (before, after))
    database.close()
    with (
        reading_project(root) as reading,
        pytest.raises(StoreFailed, match="a stored annotation cannot be read") as told,
    ):
        SampleCounter(reading, Pods({}), ALL).count("s1")
    assert "\n" not in str(told.value)


def test_a_sample_that_is_not_there_is_told(made: Shop) -> None:
    with pytest.raises(StoreFailed, match="holds no sample 's2'"):
        counted(made, "s2")
