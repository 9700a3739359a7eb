"""Broken rules in the real window: marks at once, the list, going there, mending with one key, undoing it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.app.rules.panel import RulesPanel
from crosstie.app.rules.rows import RuleHeading
from crosstie.schema.edits import Meaning, SetMeaning
from crosstie.schema.rules.evaluate import violations
from tests.ui.rules_project import make_rules_project
from tests.ui.small_project import ACTOR, copied
from tests.ui.workstation import Workstation, opened


@pytest.fixture(scope="module")
def rules_project_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it was made; not to be opened."""
    return make_rules_project(tmp_path_factory.mktemp("rules"))


@pytest.fixture
def station(qtbot: QtBot, rules_project_made: Path, tmp_path: Path) -> Iterator[Workstation]:
    """The window on the talk."""
    with opened(qtbot, copied(rules_project_made, tmp_path / "rules"), ACTOR, "talk", (1400, 860)) as made:
        yield made


def panel(station: Workstation) -> RulesPanel:
    return station.window.rules.panel


def headings(station: Workstation) -> list[tuple[str, int]]:
    return [(row.name, row.count) for row in panel(station).model.rows if isinstance(row, RuleHeading)]


def broken(station: Workstation) -> list[str]:
    return [violation.rule_id for violation in station.context.violations]


def choose(station: Workstation, rule_id: str) -> None:
    """Walks down to a rule with the arrow key."""
    for _ in panel(station).model.rows:
        current = panel(station).current
        if current is not None and current.rule_id == rule_id:
            return
        station.key("Down")
    raise AssertionError(f"{rule_id} is not listed")


def test_the_list_opens_grouped_by_rule_and_has_the_keyboard(station: Workstation) -> None:
    station.key("Ctrl+R")
    assert headings(station) == [
        ("One speaker", 2),
        ("One language", 1),
        ("Every turn is written down", 1),
        ("Everything said is labelled", 1),
        ("required attribute", 1),
    ]
    assert panel(station).filter.hasFocus()
    assert station.window.title.rules_button.text() == "6 rules broken"


def test_letters_narrow_it_and_escape_shows_all_and_then_leaves(station: Workstation) -> None:
    station.key("Ctrl+R")
    station.type("written down")
    assert headings(station) == [("Every turn is written down", 1)]
    station.key("Esc")
    assert len(headings(station)) == 5
    station.key("Esc")
    assert not panel(station).filter.hasFocus()
    station.key("Ctrl+R")
    station.type("nothing of the kind")
    assert panel(station).hint.text() == "No broken rule has these words."
    assert panel(station).hint.isVisible()


def test_enter_goes_there_and_the_list_stays(station: Workstation) -> None:
    station.key("Ctrl+R")
    choose(station, "r_written")
    station.key("Return")
    assert station.selected() == ("t3",)
    assert station.context.timeline.now_ns == 1_300_000_000
    assert panel(station).filter.hasFocus()
    choose(station, "r_covered")
    station.key("Return")
    assert station.context.timeline.now_ns == 0


def test_f8_walks_from_one_to_the_next_without_the_list(station: Workstation) -> None:
    for key, expected in (("F8", "l1"), ("F8", "l2"), ("Shift+F8", "l1")):
        station.key(key)
        assert station.selected() == (expected,)


def test_one_right_answer_is_done_with_one_key_and_taken_back_as_one(station: Workstation) -> None:
    station.key("Ctrl+R")
    choose(station, "r_written")
    assert panel(station).answers.text() == "→ Tie it to the 'words' text span in talk “A” by 'written as'"
    station.key("Ctrl+M")
    station.until(lambda: "r_written" not in broken(station))
    assert [link.to_end.id for link in station.state.links_of("t3")] == ["w3"]
    station.run("undo")
    station.until(lambda: "r_written" in broken(station))
    assert len(station.state.links) == 2


def test_a_default_mends_what_is_missing(station: Workstation) -> None:
    station.key("Ctrl+R")
    choose(station, "required_attribute")
    assert panel(station).answers.text() == "→ Set 'tone' to calm"
    station.key("Ctrl+M")
    station.until(lambda: "required_attribute" not in broken(station))
    assert station.state.annotations["t2"].attributes["tone"] == "calm"


def test_of_two_right_answers_a_person_chooses(station: Workstation) -> None:
    station.key("Ctrl+R")
    choose(station, "r_language")
    assert panel(station).mend_button.text() == "Mend …"
    station.key("Ctrl+M")
    chooser = station.window.parts.chooser
    assert chooser.titles() == (
        "Set language of the 'words' text span in talk to en",
        "Set language of the 'turn' time span in mic to vi",
    )
    station.key("2")
    station.until(lambda: "r_language" not in broken(station))
    assert station.state.annotations["t1"].attributes["language"] == "vi"


def test_where_no_answer_is_known_none_is_offered(station: Workstation) -> None:
    station.key("Ctrl+R")
    choose(station, "r_covered")
    assert not panel(station).mend_button.isVisible()
    assert panel(station).answers.text().startswith("No answer can be told from here")
    links = dict(station.state.links)
    station.key("Ctrl+M")
    assert "it takes a look" in station.message
    assert dict(station.state.links) == links


def test_marks_and_list_follow_an_edit(station: Workstation) -> None:
    station.key("Ctrl+R")
    station.select("l1")
    station.run("delete")
    station.until(lambda: broken(station).count("r_written") == 2)
    assert ("Every turn is written down", 2) in headings(station)
    assert ("One speaker", 1) in headings(station)


def test_after_a_burst_of_edits_the_list_is_that_of_the_labels(station: Workstation) -> None:
    """Each edit is judged on its own, in the order of the hands."""
    state, context = station.state, station.context
    for number in range(12):
        turn = state.annotations[f"t{number % 3 + 1}"]
        tone = "loud" if turn.attributes.get("tone") == "calm" else "calm"
        before = Meaning(turn.class_id, turn.attributes)
        after = Meaning(turn.class_id, {**turn.attributes, "tone": tone, "language": "vi"})
        context.submit((SetMeaning("talk", turn.id, before, after),), "test")
    station.run("undo")
    station.until_settled()
    assert context.document is not None
    assert context.violations == violations(context.document, state, context.pass_id)
    assert "required_attribute" not in broken(station)


def test_a_sample_that_keeps_every_rule_teaches(station: Workstation) -> None:
    station.run("select_all")
    station.select(*station.state.annotations)
    station.run("delete")
    station.until(lambda: broken(station) == ["r_covered"])
    station.key("Ctrl+R")
    station.context.set_violations(())
    assert panel(station).hint.text().startswith("Every rule is kept here.")
    assert panel(station).hint.isVisible()
    assert not panel(station).list.isVisible()
