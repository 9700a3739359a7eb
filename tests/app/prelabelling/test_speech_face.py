"""Turns are tied to the face whose mouth moves with the sound, decoded from real files."""

import wave
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from crosstie.app.prelabelling.makers.speech_face import MAKER
from crosstie.app.prelabelling.media import DecodedMedia
from crosstie.schema.anchors import Box, Keyframe, TimeSpan, Track
from crosstie.schema.records import Annotation, Asset, MediaFacts
from crosstie.storage.media.register import register_file
from tests.app.prelabelling.small_jobs import (
    SAMPLE,
    SECOND,
    FakeMedia,
    Tried,
    asset,
    document,
    label,
    state_of,
)

FPS, SECONDS, RATE = 25, 8, 8000
WIDTH, HEIGHT = 320, 180
LEFT, RIGHT = Box(30, 20, 100, 140), Box(190, 20, 100, 140)
SPEAKING = {"one": (0.5, 3.5, "left"), "two": (4.5, 7.5, "right")}


def loudness(times_s: NDArray[np.float64], who: str) -> NDArray[np.float64]:
    """How wide somebody's mouth is open, 0 to 1: syllables at an uneven beat while they speak."""
    spoken = np.zeros_like(times_s)
    for start, end, speaker in SPEAKING.values():
        if speaker == who:
            spoken += (times_s >= start) & (times_s < end)
    beat = np.abs(np.sin(np.pi * (2.6 * times_s + 0.4 * np.sin(2.1 * times_s))))
    return np.asarray(spoken * beat)


def frame(time_s: float) -> NDArray[np.uint8]:
    """Two faces; who does not speak chews slowly and nods."""
    picture = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    for name, box in (("left", LEFT), ("right", RIGHT)):
        nod = round(2 * np.sin(1.3 * time_s + len(name)))
        open_px = round(18 * float(loudness(np.array([time_s]), name)[0]) + 2 * (1 + np.sin(0.9 * time_s)))
        x, y = int(box.x), int(box.y) + nod
        picture[y : y + int(box.height), x : x + int(box.width)] = (200, 170, 150)
        picture[y + 35 : y + 45, x + 20 : x + 40] = picture[y + 35 : y + 45, x + 60 : x + 80] = 40
        picture[y + 105 : y + 105 + open_px, x + 30 : x + 70] = (90, 20, 20)
    return picture


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of two people who take turns, and its sound."""
    folder = tmp_path_factory.mktemp("talk")
    with av.open(str(folder / "talk.mp4"), "w") as film:
        stream = film.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(FPS * SECONDS):
            film.mux(stream.encode(av.VideoFrame.from_ndarray(frame(number / FPS), format="rgb24")))
        film.mux(stream.encode(None))
    times = np.arange(RATE * SECONDS) / RATE
    level = loudness(times, "left") + loudness(times, "right")
    pcm = (12_000 * level * np.sin(2 * np.pi * 180 * times)).astype("<i2")
    with wave.open(str(folder / "talk.wav"), "wb") as sound:
        sound.setparams((1, 2, RATE, len(pcm), "NONE", ""))
        sound.writeframes(pcm.tobytes())
    return folder


def assets(folder: Path) -> tuple[Asset, Asset]:
    facts = MediaFacts(duration_ns=SECONDS * SECOND, width=WIDTH, height=HEIGHT)
    return (
        Asset("cam", SAMPLE, "video", (register_file(folder / "talk.mp4"),), facts=facts),
        Asset("mic", SAMPLE, "audio", (register_file(folder / "talk.wav"),), facts=facts),
    )


def turn(key: str) -> Annotation:
    start, end, _ = SPEAKING[key]
    return label(key, "mic", "c_speech", TimeSpan(round(start * SECOND), round(end * SECOND)))


def face(key: str, box: Box, until_s: float = SECONDS) -> Annotation:
    return label(key, "cam", "c_face", Track((Keyframe(0, box), Keyframe(round(until_s * SECOND), box))))


def test_each_turn_is_tied_to_the_mouth_that_moves_with_it(talk: Path, tmp_path: Path) -> None:
    labels = [turn("one"), turn("two"), face("left", LEFT), face("right", RIGHT)]
    with DecodedMedia(tmp_path) as media:
        tried = Tried(MAKER, state_of(assets(talk), labels), media)
    assert tried.notes == []
    assert tried.held("l_face") == {("one", "left"), ("two", "right")}
    told = tried.of("l_face")["one", "left"].reason
    assert told.startswith("The face in cam is there for 100% of the turn, and its mouth's motion goes with")
    assert "of what the 2 faces show" in told


def test_a_still_mouth_alone_is_not_held_to_speak(talk: Path, tmp_path: Path) -> None:
    labels = [turn("one"), face("right", RIGHT)]
    with DecodedMedia(tmp_path) as media:
        tried = Tried(MAKER, state_of(assets(talk), labels), media)
    assert tried.held("l_face") == set()


def test_a_face_that_is_gone_is_not_proposed_at_all(talk: Path, tmp_path: Path) -> None:
    labels = [turn("two"), face("left", LEFT, until_s=4.0)]
    with DecodedMedia(tmp_path) as media:
        assert Tried(MAKER, state_of(assets(talk), labels), media).proposals == []


def test_without_the_film_only_time_tells_and_is_never_sure() -> None:
    here = (asset("cam", "video"), asset("mic", "audio"))
    tried = Tried(MAKER, state_of(here, [turn("one"), face("left", LEFT)]), FakeMedia())
    (alone,) = tried.proposals
    assert 0.5 <= alone.score < 0.7
    assert (
        alone.reason
        == "The face in cam is there for 100% of the turn, one of 1; its mouth could not be compared."
    )
    assert tried.notes == ["only time tells about cam: cam is not there"]
    labels = [turn("one"), face("left", LEFT), face("right", RIGHT)]
    two = Tried(MAKER, state_of(here, labels), FakeMedia())
    assert two.held("l_face") == set()


def test_it_fits_a_voice_and_a_face_of_one_speaker_alone() -> None:
    assert [spec.id for spec in document().links if MAKER.fits(document(), spec)] == ["l_face"]
