"""Shifting an asset in time by hand: every pane shows at once what now happens at the playhead."""

from pathlib import Path

import numpy as np
import soundfile
from pytestqt.qtbot import QtBot

from crosstie.schema.clock import AssetClock
from crosstie.schema.edits import OpenPass
from crosstie.schema.records import Pass
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project, reading_project
from crosstie.storage.queries import sample_state
from crosstie.viewers.video.pane import VideoPane
from tests.ui.pointing import drag
from tests.ui.small_project import ACTOR, SCHEMA, STREET
from tests.ui.workstation import Workstation, opened

SECOND = 1_000_000_000


def shift(station: Workstation, asset_id: str, pixels: int) -> None:
    body = station.window.bench.time_strip.lanes.body
    place = next(place for place in body.stack.places if place.row.asset.id == asset_id)
    y = place.top - body.frame.scroll + place.height / 2
    drag(body, (30.0, y), (30.0 + pixels, y))


def frame(station: Workstation) -> int | None:
    pane = station.pane("cam")
    assert isinstance(pane, VideoPane)
    return pane.frame_at(station.context.timeline.now_ns)


def test_the_picture_shows_the_frame_of_the_shifted_clock_and_the_disk_keeps_it(
    qtbot: QtBot, small_project: Path
) -> None:
    with opened(qtbot, small_project, ACTOR, STREET, (1400, 900)) as station:
        station.context.timeline.seek(SECOND // 2)
        station.until_settled(SECOND // 2)
        before = frame(station)
        assert before is not None
        shift(station, "cam", -60)
        station.until(lambda: station.state.assets["cam"].clock.offset_ns < 0)
        station.until_settled(SECOND // 2)
        after = frame(station)
        assert after is not None
        assert after > before
        kept = station.state.assets["cam"].clock
        station.until_saved()
        station.key("Ctrl+Z")
        station.until_settled(SECOND // 2)
        assert frame(station) == before
        station.key("Ctrl+Shift+Z")
        station.until_saved()
    with reading_project(small_project) as database:
        assert sample_state(database.driver, STREET).assets["cam"].clock == kept


def test_who_looks_closely_goes_on_looking_at_the_same_stretch(qtbot: QtBot, small_project: Path) -> None:
    with opened(qtbot, small_project, ACTOR, STREET, (1400, 900)) as station:
        axis, timeline = station.context.time_axis, station.context.timeline
        length = timeline.duration_ns
        shift(station, "cam", 100)
        station.until(lambda: station.state.assets["cam"].clock.offset_ns > 0)
        assert timeline.duration_ns >= length
        assert axis.view.end_ns == timeline.duration_ns
        axis.show(0, SECOND // 4)
        near = axis.view
        shift(station, "cam", 100)
        assert axis.view == near


def match(station: Workstation, asset_id: str, own_ns: int, others_ns: int) -> None:
    """At the event in the asset's pane, then where the others show it."""
    station.pane(asset_id).focused.emit()
    for at_ns in (own_ns, others_ns):
        station.context.timeline.seek(at_ns)
        station.key("Ctrl+Shift+H")


def test_an_event_matched_twice_moves_an_asset_and_fits_its_drift(qtbot: QtBot, small_project: Path) -> None:
    with opened(qtbot, small_project, ACTOR, STREET, (1400, 900)) as station:
        match(station, "cam", SECOND // 10, SECOND // 5)
        station.until(lambda: station.state.assets["cam"].clock == AssetClock(SECOND // 10))
        assert "cam: moved by +100.0 ms" in station.message
        match(station, "cam", 1_400_000_000, 1_410_000_000)
        clock = station.state.assets["cam"].clock
        assert clock.sample_from_asset(SECOND // 10) == SECOND // 5
        assert clock.sample_from_asset(1_300_000_000) == 1_410_000_000
        assert "ppm" in station.message
        station.key("Ctrl+Z")
        station.until(lambda: station.state.assets["cam"].clock == AssetClock(SECOND // 10))


def test_a_sound_finds_its_place_beside_another_recording_and_takes_its_film_along(
    qtbot: QtBot, tmp_path: Path
) -> None:
    project = two_recordings(tmp_path)
    with opened(qtbot, project, ACTOR, "s1", (1400, 900)) as station:
        station.until(lambda: all(station.context.sounds.get(key) is not None for key in ("near", "far")))
        station.pane("far").focused.emit()
        station.run("match_sound")
        station.key("1")
        station.until(lambda: station.state.assets["far"].clock.offset_ns != 0)
        assert abs(station.state.assets["far"].clock.offset_ns + LATE_NS) < SECOND // 1000
        assert station.state.assets["words"].clock == station.state.assets["far"].clock
        assert "far, words: moved by -700.0 ms" in station.message


LATE_NS = 700_000_000
MANIFEST = """
samples:
  - id: s1
    language: en
    assets:
      - {id: near, kind: audio, path: near.wav}
      - {id: far, kind: audio, path: far.wav}
      - {id: words, kind: transcript, path: words.vtt, of: far}
"""


def two_recordings(folder: Path) -> Path:
    """One event, heard by two recorders; the far one was started 0.7 s earlier, and is written down."""
    rate = 16_000
    rng = np.random.default_rng(3)
    heard = rng.normal(0, 20, 12 * rate)
    for start in rng.uniform(0, 11, 24):
        burst = rng.normal(0, 6_000, rate // 5) * np.hanning(rate // 5)
        heard[round(start * rate) : round(start * rate) + rate // 5] += burst
    late = np.concatenate((rng.normal(0, 20, LATE_NS * rate // SECOND), heard * 0.4))
    for name, frames in (("near.wav", heard), ("far.wav", late)):
        soundfile.write(folder / name, frames.astype(np.int16), rate)
    (folder / "words.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n")
    (folder / "m.yaml").write_text(MANIFEST)
    root = folder / "p"
    with create_project(root, SCHEMA.encode(), "street.yaml", ACTOR) as store:
        add_manifest(store, folder / "m.yaml")
        store.apply([OpenPass(Pass("own", "s1", "assisted", store.actor.id, store.schema_ref()))])
    return root
