"""What must hold of any two passes: order says nothing, a copy agrees, and a change moves what it touches."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.qa.study.numbers import TOLD
from crosstie.qa.study.row import Cell, Counted, Row
from crosstie.qa.sums import Sums
from crosstie.schema.records import PassKind
from tests.qa.study.projects import (
    ALL,
    Draft,
    Shop,
    Thing,
    Tied,
    box,
    counted,
    region,
    rows,
    shop,
    turn,
    words,
)

PODS = {"hanoi": ["An"], "hue": ["Bo"]}
CLASSES = ("c_cup", "c_jar")
PERFECT = {"der": 0.0, "jer": 0.0, "cer": 0.0, "wer": 0.0, "co_label_other": 0.0}


@st.composite
def scenes(draw: st.DrawFn) -> list[Draft]:
    """Labels of several modalities, about things and tied to each other, none on top of another."""
    names = st.sampled_from(CLASSES)
    things = draw(st.integers(1, 3))
    drafts: list[Draft] = [Thing(f"thing {n}") for n in range(things)]
    drafts += [Thing(f"person {n}", "e_person") for n in range(2)]
    about = st.sampled_from(["", *(f"thing {n}" for n in range(things))])
    boxes = draw(st.integers(0, 4))
    drafts += [box(f"b{n}", 50 * n, draw(names), about=draw(about)) for n in range(boxes)]
    spans = draw(st.integers(0, 3))
    drafts += [
        turn(
            f"t{n}", 5 * n, 5 * n + 4, about=f"person {n % 2}", said=draw(st.sampled_from(["", "ja", "nein"]))
        )
        for n in range(spans)
    ]
    quotes = draw(st.integers(0, 3))
    drafts += [words(f"w{n}", 10 * n, 10 * n + 8) for n in range(quotes)]
    drafts += [region("k", 0), region("v", 30, "c_value", "x")]
    ties = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=4, unique=True))
    drafts += [Tied(f"n{q}{b}", "l_names", f"w{q}", f"b{b}") for q, b in ties if q < quotes and b < boxes]
    return [*drafts, Tied("kv", "l_has", "k", "v")]


def project(root: Path, mine: list[Draft], other: list[Draft]) -> Counted:
    """What comes of two people's passes, and of gold and a model that label as the first one does."""
    with shop(root) as made:
        made.sample("s1")
        passes: list[tuple[str, PassKind, list[Draft]]] = [
            ("Go", "gold", mine),
            ("An", "blind", mine),
            ("Bot", "model", mine),
            ("Bo", "assisted", other),
        ]
        for name, kind, labels in passes:
            made.label("s1", name, kind, labels)
        return counted(made, asked=ALL, pods=PODS)


def shuffled(drafts: list[Draft], rng: random.Random) -> list[Draft]:
    """The same in another order; what others lean on stays before them."""
    kinds: list[list[Draft]] = [
        [one for one in drafts if isinstance(one, Thing)],
        [one for one in drafts if not isinstance(one, Thing | Tied)],
        [one for one in drafts if isinstance(one, Tied)],
    ]
    for kind in kinds:
        rng.shuffle(kind)
    return [one for kind in kinds for one in kind]


@settings(max_examples=6, deadline=None)
@given(scenes(), scenes(), st.randoms(use_true_random=False))
def test_the_order_in_which_labels_came_says_nothing(
    mine: list[Draft], other: list[Draft], rng: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = project(Path(folder) / "a", mine, other)
        again = project(Path(folder) / "b", shuffled(mine, rng), shuffled(other, rng))
    assert found == again


@settings(max_examples=6, deadline=None)
@given(scenes())
def test_an_exact_copy_agrees_in_every_figure(mine: list[Draft]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = project(Path(folder) / "a", mine, mine)
    for row in found.rows:
        if row.comparison not in ("settled", "bias"):
            for metric, number, value in figures(row):
                expected = PERFECT.get(number, 1.0)
                single = number == "entity_conll" and value is not None
                assert value in (expected, None) or single, (row.comparison, metric, number, value)
    [bias] = rows(found, "bias")
    assert all(key == ("right", True, True) for key in bias.cells[Cell("anchoring_bias")].cells)


def figures(row: Row) -> list[tuple[Cell, str, float | None]]:
    """Every number of a row."""
    return [
        (cell, told.name, told.number(told.finish(sums)))
        for cell, sums in row.cells.items()
        for told in TOLD.get(cell.metric, ())
    ]


SCENE: list[Draft] = [
    Thing("x"),
    Thing("p", "e_person"),
    box("a", 0, about="x"),
    box("b", 50, "c_jar"),
    box("c", 100),
    turn("t", 0, 5, about="p", said="two cups"),
    words("w", 0, 5),
    words("v", 10, 15),
    region("k", 0),
    region("l", 30, "c_value"),
    Tied("1", "l_names", "w", "a"),
    Tied("2", "l_names", "v", "c"),
    Tied("3", "l_has", "k", "l"),
]


def changed(tmp_path: Path, drafts: list[Draft]) -> dict[Cell, tuple[Sums | None, Sums | None]]:
    """The cells of an accuracy that differ once the judged pass holds these drafts, before and after."""
    cells = []
    for key, labels in (("before", SCENE), ("after", drafts)):
        with shop(tmp_path / key) as made:
            made.sample("s1")
            made.label("s1", "Go", "gold", SCENE)
            made.label("s1", "An", labels=labels)
            [row] = rows(counted(made, asked=("accuracy",)), "accuracy")
            cells.append(row.cells)
    before, after = cells
    return {
        cell: (before.get(cell), after.get(cell))
        for cell in {*before, *after}
        if before.get(cell) != after.get(cell)
    }


def test_a_link_taken_away_moves_links_of_its_type_and_modalities_and_what_it_grounds(tmp_path: Path) -> None:
    moved = changed(tmp_path, [one for one in SCENE if one.key != "2"])
    assert set(moved) == {
        Cell("link_prf"),
        Cell("link_prf", "link_type", "l_names"),
        Cell("link_prf", "link_modalities", "image–transcript"),
        Cell("grounding_accuracy"),
    }
    _, after = moved[Cell("link_prf")]
    assert after is not None
    assert [after.count("unconditional", name) for name in ("tp", "fp", "fn")] == [2, 0, 1]


def test_another_class_moves_class_figures_alone(tmp_path: Path) -> None:
    drafts = [box("b", 50) if one.key == "b" else one for one in SCENE]
    moved = changed(tmp_path, drafts)
    assert {cell.metric for cell in moved} == {"class_agreement", "krippendorff_alpha"}
    assert Cell("class_agreement", "class", "c_cup") not in moved
    assert Cell("class_agreement", "class", "c_jar") in moved
    assert Cell("class_agreement", "modality", "audio") not in moved


def test_another_word_moves_error_rates_alone(tmp_path: Path) -> None:
    drafts = [turn("t", 0, 5, about="p", said="two cubs") if one.key == "t" else one for one in SCENE]
    assert {cell.metric for cell in changed(tmp_path, drafts)} == {"cer_grapheme", "wer"}


@pytest.mark.parametrize("key", ["b", "w"])
def test_a_label_taken_away_is_missed_in_its_modality_alone(tmp_path: Path, key: str) -> None:
    gone = {key, "1"} if key == "w" else {key}
    moved = changed(tmp_path, [one for one in SCENE if one.key not in gone])
    missed = {cell.value for cell in moved if cell.metric == "matched_f1" and cell.facet == "modality"}
    assert missed == {"image" if key == "b" else "transcript"}


def test_counting_twice_gives_the_same(tmp_path: Path) -> None:
    with shop(tmp_path / "p") as made:
        fill(made)
        assert counted(made) == counted(made)


def fill(made: Shop) -> None:
    """Three passes of one scene."""
    made.sample("s1")
    made.label("s1", "Go", "gold", SCENE)
    for name in ("An", "Bo"):
        made.label("s1", name, labels=SCENE)
