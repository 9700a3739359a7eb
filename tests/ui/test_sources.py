from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from crosstie.storage.media.queries import Transcript
from crosstie.viewers.context import PaneContext
from tests.ui.drive_sample import LINES, TEXT, drive_session


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[PaneContext]:
    context = drive_session(tmp_path).context
    yield context
    context.close_media()


def test_a_transcript_is_read_once_for_all_who_need_it(context: PaneContext, qtbot: QtBot) -> None:
    asset = context.state.assets["transcript"]
    told = []
    context.transcripts.ready.connect(lambda *what: told.append(what))
    context.transcripts.prepare(asset)
    context.transcripts.prepare(asset)
    assert context.transcripts.waiting
    qtbot.waitUntil(lambda: not context.transcripts.waiting)
    context.transcripts.prepare(asset)
    transcript = context.transcripts.get("transcript")
    assert isinstance(transcript, Transcript)
    assert transcript.text == TEXT
    assert [segment.speaker for segment in transcript.segments] == [line[2] for line in LINES]
    assert told == [("transcript", transcript)]


def test_a_failure_is_told_and_tried_again_with_the_next_sample(context: PaneContext, qtbot: QtBot) -> None:
    asset = context.state.assets["transcript"]
    lost = msgspec.structs.replace(
        asset, id="lost", files=(msgspec.structs.replace(asset.files[0], path="/no/such.vtt"),)
    )
    with qtbot.waitSignal(context.transcripts.failed, timeout=10_000) as failed:
        context.transcripts.prepare(lost)
    assert failed.args == ["lost", context.transcripts.reason("lost")]
    assert "such.vtt" in context.transcripts.reason("lost")
    context.transcripts.keep_only({"lost": lost})
    assert context.transcripts.reason("lost") == ""


def test_what_belongs_to_another_sample_is_forgotten(context: PaneContext, qtbot: QtBot) -> None:
    asset = context.state.assets["transcript"]
    context.transcripts.prepare(asset)
    qtbot.waitUntil(lambda: not context.transcripts.waiting)
    context.transcripts.keep_only({"transcript": asset})
    assert context.transcripts.get("transcript") is not None
    context.transcripts.keep_only({})
    assert context.transcripts.get("transcript") is None


def test_closing_while_it_reads_tells_nothing_more(context: PaneContext, qtbot: QtBot) -> None:
    told = []
    context.transcripts.ready.connect(lambda *what: told.append(what))
    context.transcripts.prepare(context.state.assets["transcript"])
    context.close_media()
    assert not context.transcripts.waiting
    qtbot.wait(50)
    assert told == []
