"""How the quality page counts: in step with the labels, in a process of its own that may fail."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from crosstie.app.quality.made import Made
from crosstie.app.quality.wire import Said
from crosstie.qa.reports.report import Dimension
from crosstie.qa.study.row import Comparison
from tests.ui.quality_hands import LAPTOP, SAMPLES, listed, look, page, rows
from tests.ui.quality_report import answering, report
from tests.ui.second_pass import add_gold_pass, add_second_pass
from tests.ui.small_project import ACTOR, PHOTO, STREET, TALK
from tests.ui.workstation import Workstation, opened


@pytest.fixture
def station(qtbot: QtBot, small_project: Path, tmp_path: Path) -> Iterator[Workstation]:
    """A laptop's window whose figures are counted by a process that knows them already."""
    with opened(qtbot, small_project, ACTOR, TALK, LAPTOP) as made:
        made.window.quality.command = answering(tmp_path / "process", [Said(0.4), Said(1.0, report(SAMPLES))])
        yield made


# In step with the labels


def test_new_figures_follow_an_edit_while_the_window_goes_on(station: Workstation, tmp_path: Path) -> None:
    quality = station.window.quality
    look(station)
    before = quality.maker.made
    station.key("Ctrl+D")
    station.select("turn_1")
    station.run("delete")
    station.until_saved()
    assert quality.maker.state == "stale"
    gate = tmp_path / "gate"
    quality.command = answering_after(gate, tmp_path)
    beats = Beats()
    station.key("Ctrl+D")
    station.until(lambda: quality.maker.state == "counting" and quality.maker.done == 0.5)
    counted = beats.count
    station.until(lambda: beats.count > counted + 20)
    assert quality.maker.made is before
    assert rows(page(station).matrix)["th"][0] == "0.61"
    assert page(station).head.progress.isVisible()
    gate.touch()
    station.until(lambda: quality.maker.state == "current")
    beats.stop()
    assert quality.maker.made is not before
    station.key("Return")
    assert listed(station) == [PHOTO]


class Beats:
    """Counts the turns of the event loop: a window that is frozen has none."""

    def __init__(self) -> None:
        self.count = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        self.count += 1


def answering_after(gate: Path, folder: Path) -> tuple[str, ...]:
    """A process that has done half, and answers only once the gate is there."""
    answering(folder / "new", [Said(1.0, report((PHOTO,)))])
    return answering(
        folder / "slow",
        [Said(0.5)],
        f"while not os.path.exists({str(gate)!r}): time.sleep(0.01)\n"
        f"sys.stdout.buffer.write(open({str(folder / 'new' / 'answers')!r}, 'rb').read())",
    )


def test_while_the_page_is_open_a_new_count_begins_by_itself_after_an_edit(station: Workstation) -> None:
    look(station)
    before = station.window.quality.maker.made
    station.window.session.give_class("c_noise")
    turn = station.state.annotations["turn_1"]
    station.select(turn.id)
    station.window.session.give_class("c_noise")
    station.until_saved()
    assert "out of date" in page(station).head.state.text()
    station.until(lambda: station.window.quality.maker.made is not before)
    assert station.window.quality.maker.state == "current"


def test_the_figures_of_a_real_project_are_counted_and_counted_anew(
    qtbot: QtBot, small_project: Path
) -> None:
    """Two people's passes and gold, the very process that counts, and an edit after which less is right."""
    add_second_pass(small_project)
    add_gold_pass(small_project)
    with opened(qtbot, small_project, ACTOR, STREET, LAPTOP) as station:
        shown = look(station)
        maker = station.window.quality.maker
        assert maker.made is not None
        assert maker.made.comparisons >= {"agreement", "accuracy", "settled"}
        before = value_of(maker.made, "accuracy", "label_f1", {"annotators": "An"})
        assert before == pytest.approx(1.0)
        figure = shown.matrix.current_figure
        assert figure is not None
        station.key("Return")
        assert listed(station) == [STREET]
        passes = station.window.quality.passes_behind(STREET)
        assert len(passes) == 2
        station.key("Return")
        station.until_settled()
        station.key("Ctrl+P")
        station.until(lambda: station.window.compare.compared is not None)
        compared = station.window.compare.compared
        assert compared is not None
        assert {compared.first, compared.second} == set(passes)
        station.key("Escape")
        station.window.session.open_sample(STREET, f"assisted-{STREET}")
        station.until(lambda: not station.context.read_only)
        station.until_settled()
        station.select("box_van")
        station.key("Delete")
        station.until_saved()
        old = maker.made
        station.key("Ctrl+D")
        station.until(lambda: maker.made is not old)
        now = value_of(maker.made, "accuracy", "label_f1", {"annotators": "An"})
        assert now is not None
        assert now < 1.0


def value_of(made: Made | None, comparison: Comparison, name: str, by: dict[Dimension, str]) -> float | None:
    """One number of a report."""
    assert made is not None
    found = (one for one in made.figures(comparison) if (one.name, one.by) == (name, by))
    return next(one.number for one in found if not one.facet)


def test_nothing_is_counted_while_nobody_looks(station: Workstation) -> None:
    station.select("turn_1")
    station.run("delete")
    station.until_saved()
    assert station.window.quality.maker.state == "nothing"
    assert station.window.quality.maker.pid == 0


# What goes wrong


def test_counting_is_stopped_by_a_button_and_the_figures_stay(station: Workstation, tmp_path: Path) -> None:
    shown = look(station)
    quality = station.window.quality
    quality.command = answering(tmp_path / "endless", [Said(0.2)], "sys.stdin.buffer.read()")
    shown.head.count_button.click()
    station.until(lambda: quality.maker.done == 0.2)
    pid = quality.maker.pid
    assert shown.head.count_button.text() == "Stop"
    shown.head.count_button.click()
    assert "stopped" in shown.head.state.text()
    station.until(lambda: not _lives(pid))
    assert rows(shown.matrix)["th"][0] == "0.61"


def test_a_process_that_is_killed_gives_one_clear_line_and_can_be_begun_again(
    station: Workstation, tmp_path: Path
) -> None:
    quality = station.window.quality
    good = quality.command
    quality.command = answering(tmp_path / "endless", [Said(0.2)], "time.sleep(600)")
    station.key("Ctrl+D")
    station.until(lambda: quality.maker.done == 0.2)
    os.kill(quality.maker.pid, signal.SIGKILL)
    station.until(lambda: quality.maker.state == "failed")
    line = page(station).head.state.text()
    assert line == (
        "the process that counts the figures was ended (signal SIGKILL); count again with the button above"
    )
    quality.command = good
    page(station).head.count_button.click()
    station.until(lambda: quality.maker.state == "current")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([Said(problem="pods.yaml: write a list of names for each pod")], "pods.yaml: write a list of names"),
        ([], "exit status 3"),
    ],
)
def test_what_the_process_could_not_do_is_said(
    station: Workstation, tmp_path: Path, lines: list[Said], expected: str
) -> None:
    quality = station.window.quality
    quality.command = answering(tmp_path / "bad", lines, "sys.exit(3)")
    station.key("Ctrl+D")
    station.until(lambda: quality.maker.state == "failed")
    assert expected in page(station).head.state.text()


def test_nonsense_is_no_report(station: Workstation, tmp_path: Path) -> None:
    quality = station.window.quality
    quality.command = answering(tmp_path / "bad", [], "sys.stdout.buffer.write(b'no json\\n')")
    station.key("Ctrl+D")
    station.until(lambda: quality.maker.state == "failed")
    assert "answered nonsense" in page(station).head.state.text()


def test_the_process_ends_with_the_window(qtbot: QtBot, small_project: Path, tmp_path: Path) -> None:
    with opened(qtbot, small_project, ACTOR, TALK, LAPTOP) as station:
        quality = station.window.quality
        # It neither listens nor ends by itself.
        quality.command = answering(tmp_path / "deaf", [Said(0.1)], "time.sleep(600)")
        station.key("Ctrl+D")
        station.until(lambda: quality.maker.done == 0.1)
        pid = quality.maker.pid
        assert _lives(pid)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
