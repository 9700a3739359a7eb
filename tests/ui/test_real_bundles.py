"""Every bundle of real files opens, and every pane in sight shows the instant that was asked for."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.schema.clock import ns_from_seconds
from tests.ui.mixed_sample import ACTOR
from tests.ui.real_bundles import AT_SECONDS, make_bundles
from tests.ui.workstation import opened


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bundles(tmp_path_factory.mktemp("bundles"))


@pytest.mark.parametrize("sample_id", AT_SECONDS)
def test_it_opens_and_shows_the_instant(qtbot: QtBot, project: Path, sample_id: str) -> None:
    with opened(qtbot, project, ACTOR, sample_id, (1500, 900)) as station:
        at_ns = min(ns_from_seconds(AT_SECONDS[sample_id]), station.context.timeline.duration_ns)
        station.context.timeline.seek(at_ns)
        station.until_settled(at_ns)
        assert [pane.reason for pane in station.window.bench.panes.values() if pane.status == "failed"] == []
        assert station.window.parts.messages.text == ""
