"""A film that flashes and clicks at known times, in a project of its own."""

import shutil
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project

SAMPLE: Final = "in-step"
FPS: Final = 25
FLASH_EVERY: Final = 16
"""A flash begins with every 16th frame, and with it a click."""
_FLASH_FRAMES: Final = 4
_SOUND_RATE: Final = 48_000
_SIZE: Final = (320, 180)
_SCHEMA: Final = (
    b"schema: step\nversion: 1.0.0\nlanguages: [en]\nclasses: [{id: c_flash, anchors: [time_span]}]\n"
)
_MANIFEST: Final = f"""
samples:
  - id: {SAMPLE}
    language: en
    assets:
      - {{id: film, kind: video, path: step.mov}}
      - {{id: sound, kind: audio, path: step.mov, stream: "audio:0"}}
"""


def flashing_project(place: Path, seconds: int) -> Path:
    """The project, made once for each length."""
    folder = place / f"in-step-{seconds}"
    if not (folder / "project").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write(folder / "step.mov", seconds)
        (folder / "manifest.yaml").write_text(_MANIFEST, encoding="utf-8")
        with create_project(folder / "making", _SCHEMA, "step.yaml", "An") as store:
            add_manifest(store, folder / "manifest.yaml")
        (folder / "making").rename(folder / "project")
    return folder / "project"


def is_flash(frame_index: int) -> bool:
    """Whether a frame is white."""
    return frame_index >= FLASH_EVERY and frame_index % FLASH_EVERY < _FLASH_FRAMES


def _write(path: Path, seconds: int) -> None:
    with av.open(str(path), "w") as container:
        film = container.add_stream(
            "libx264", rate=FPS, options={"preset": "ultrafast", "tune": "stillimage"}
        )
        sound = container.add_stream("pcm_s16le", rate=_SOUND_RATE, layout="mono")
        assert isinstance(film, VideoStream)
        assert isinstance(sound, AudioStream)
        (film.width, film.height), film.pix_fmt = _SIZE, "yuv420p"
        film.codec_context.gop_size = FPS
        for number in range(seconds * FPS):
            picture = np.full((_SIZE[1], _SIZE[0], 3), 235 if is_flash(number) else 20, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(film.encode(frame))
            container.mux(sound.encode(_sound_of(number)))
        container.mux(film.encode())
        container.mux(sound.encode())


def _sound_of(number: int) -> av.AudioFrame:
    """The sound of one frame's time: silence, or a click of two milliseconds as the flash begins."""
    count = _SOUND_RATE // FPS
    samples = np.zeros((1, count), np.int16)
    if is_flash(number) and not is_flash(number - 1):
        samples[0, :96] = np.sin(np.arange(96) * 2 * np.pi * 1000 / _SOUND_RATE) * 26_000
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = _SOUND_RATE, number * count, Fraction(1, _SOUND_RATE)
    return frame
