"""Fixtures every test gets: settings of its own, and a check that it leaves nothing running."""

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.guards import watch

pytest_plugins = ("tests.resources.demo_fixture",)

FAILED = pytest.StashKey[bool]()

# The same examples each time: what passed here passes elsewhere too. A slow machine is no failure.
settings.register_profile("crosstie", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, derandomize=False)
settings.load_profile("crosstie")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail, where Qt would abort the whole run, when a test of the window has no real display."""
    if "qapp" not in getattr(item, "fixturenames", ()) or sys.platform != "linux":
        return
    if not os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        pytest.fail("needs a real display: tests/with_display.sh .venv/bin/pytest …", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that what it could not tidy up is not told as a second failure."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(autouse=True)
def own_settings(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Give each test empty settings, data and state folders, so that none sees what another wrote."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable))
    if "qapp" in request.fixturenames:
        _own_qsettings(home)


def _own_qsettings(home: Path) -> None:
    from PySide6.QtCore import QSettings

    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(home / "qsettings"))


@pytest.fixture(autouse=True)
def leaves_nothing_running(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, timer, animation, child process or window behind."""
    check = watch(monkeypatch, with_qt="qapp" in request.fixturenames)
    yield
    if not request.node.stash.get(FAILED, False):
        check()
