"""Fixtures that open the whole window on a small project, a new copy for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.candidates import mixed, propose
from tests.ui.reviewer import Reviewer, reviewing
from tests.ui.small_project import ACTOR, PHOTO, STREET, TALK, copied, make_small_project
from tests.ui.workstation import Workstation, opened

SIZE = (1400, 860)


@pytest.fixture(scope="session")
def small_project_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it was made. It is shared: copy it, never open it."""
    return make_small_project(tmp_path_factory.mktemp("small"))


@pytest.fixture
def small_project(small_project_made: Path, tmp_path: Path) -> Path:
    """A copy of the project for one test."""
    return copied(small_project_made, tmp_path / "small")


@pytest.fixture
def street(qtbot: QtBot, small_project: Path) -> Iterator[Workstation]:
    """The window on the sample with every modality."""
    with opened(qtbot, small_project, ACTOR, STREET, SIZE) as station:
        yield station


@pytest.fixture
def talk(qtbot: QtBot, small_project: Path) -> Iterator[Workstation]:
    """The window on sound and transcript alone: it opens fastest."""
    with opened(qtbot, small_project, ACTOR, TALK, SIZE) as station:
        yield station


@pytest.fixture
def photo(qtbot: QtBot, small_project: Path) -> Iterator[Workstation]:
    """The window on one picture without labels."""
    with opened(qtbot, small_project, ACTOR, PHOTO, SIZE) as station:
        yield station


@pytest.fixture
def person(qtbot: QtBot, small_project: Path) -> Iterator[Reviewer]:
    """A person before a sample in which four candidates wait for review."""
    propose(small_project, mixed())
    with reviewing(qtbot, small_project) as found:
        yield found
