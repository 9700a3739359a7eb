"""Two passes of one sample: which labels and links are the same, and what the figures say of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crosstie.qa.agreement.alpha import finish_alpha
from crosstie.qa.agreement.cohen import finish_cohen
from crosstie.qa.crossmodal.links import finish_links
from crosstie.qa.matching.matched import finish_matched
from tests.qa.study.projects import Draft, Shop, Thing, Tied, box, cell, counted, shop, the_row, turn, words

SCENE: list[Draft] = [
    Thing("cup"),
    box("a", 0, about="cup"),
    box("b", 100, "c_jar"),
    box("c", 200),
    turn("t", 0, 2),
    words("w", 0, 5),
    words("v", 10, 20),
    Tied("wa", "l_names", "w", "a"),
    Tied("vb", "l_names", "v", "b"),
    Tied("tc", "l_about", "t", "cup", to_entity=True),
    Tied("ab", "l_same", "a", "b"),
]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path / "p") as found:
        found.sample("s1")
        yield found


def test_a_copy_agrees_in_everything(made: Shop) -> None:
    for name in ("An", "Bo"):
        made.label("s1", name, labels=SCENE)
    row = the_row(counted(made), "agreement")
    assert row.annotators == ("An", "Bo")
    assert finish_matched(cell(row, "matched_f1")).value == 1.0
    assert finish_matched(cell(row, "matched_f1")).figures["mean_iou_matched"] == 1.0
    assert finish_cohen(cell(row, "class_agreement")).value == 1.0
    assert finish_alpha(cell(row, "krippendorff_alpha")).value == 1.0
    found = finish_links(cell(row, "link_prf"))
    assert (found.value, found.figures["endpoint_recall"], found.n_units) == (1.0, 1.0, 4)
