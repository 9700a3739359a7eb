"""Files that are damaged, swapped or gone when a sample opens, or go while it is open."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.viewers.document import DocumentPane
from tests.ui.hands import PictureHand
from tests.ui.mixed_sample import ACTOR, SAMPLE, make_project_on_copies
from tests.ui.workstation import Workstation, opened

SIZE = (1500, 950)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """The project's folder and that of its media."""
    return make_project_on_copies(tmp_path)


@pytest.fixture
def with_broken(qtbot: QtBot, places: tuple[Path, Path]) -> Iterator[Workstation]:
    """The film is cut short, the photo is no picture any more, a camera's first picture is gone."""
    project, copies = places
    film = copies / "torchcodec_nasa" / "nasa_13013.mp4"
    os.truncate(film, film.stat().st_size // 3)
    (copies / "kitti_object_3" / "training" / "image_2" / "000001.png").write_bytes(b"no picture")
    (copies / "sustech_sequence" / "camera" / "front" / "000965.jpg").unlink()
    with opened(qtbot, project, ACTOR, SAMPLE, SIZE) as station:
        yield station


def test_each_broken_file_is_named_in_its_pane_and_the_others_go_on(with_broken: Workstation) -> None:
    broken = {key: pane for key, pane in with_broken.window.bench.panes.items() if pane.status == "failed"}
    assert set(broken) == {"film", "film_sound", "subtitles", "photo", "cam_front"}
    assert "000001.png" in broken["photo"].reason
    assert "000965.jpg" in broken["cam_front"].reason
    assert all("\n" not in pane.reason for pane in broken.values())
    assert with_broken.pane("lidar").status == "ready"
    assert with_broken.pane("form").status == "ready"


def test_a_changed_file_is_named_in_the_window(with_broken: Workstation) -> None:
    with_broken.until(lambda: "nasa_13013.mp4" in with_broken.window.parts.messages.text)
    assert "changed" in with_broken.window.parts.messages.text


def test_beside_broken_panes_one_labels_on(with_broken: Workstation) -> None:
    form = with_broken.pane("form")
    assert isinstance(form, DocumentPane)
    made = with_broken.drawn_by(lambda: PictureHand(form).draw(0.2))
    assert isinstance(made.anchor, PageRegion)
    with_broken.key("Ctrl+Z")
    with_broken.until(lambda: not with_broken.context.state.annotations)


def test_a_file_that_vanishes_while_open_is_named_and_the_rest_goes_on(
    qtbot: QtBot, places: tuple[Path, Path]
) -> None:
    project, copies = places
    with opened(qtbot, project, ACTOR, SAMPLE, SIZE) as station:
        for picture in (copies / "sustech_sequence" / "camera" / "front").glob("*.jpg"):
            picture.unlink()
        station.context.timeline.seek(1_000_000_000)
        station.until_settled(1_000_000_000)
        camera = station.pane("cam_front")
        assert camera.status == "failed"
        assert ".jpg" in camera.reason
        assert station.pane("film").status == "ready"
