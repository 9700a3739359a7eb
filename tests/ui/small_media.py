"""A few tiny files of every modality, made in a moment: all of them say two seconds of the same street."""

import math
import struct
import wave
from pathlib import Path

import numpy as np
import pymupdf

from tests.storage.media.clips import TICK, write_clip
from tests.storage.small_files import write_png

SECONDS = 2
FILM_FPS = 10
FILM_SIZE = (160, 96)
LINES = ("A white van turns left.", "The red car stops.")
TEXT = "\n".join(LINES)
PAGE_SIZE = (300, 200)


def write_media(folder: Path) -> None:
    """Writes film.mp4, mic.wav, talk.vtt, report.pdf, photo.png and cloud/0…3.bin."""
    ticks = [round(number / FILM_FPS / TICK) for number in range(SECONDS * FILM_FPS)]
    write_clip(folder / "film.mp4", ticks)
    _write_tone(folder / "mic.wav")
    _write_talk(folder / "talk.vtt")
    _write_report(folder / "report.pdf")
    write_png(folder / "photo.png", 64, 48)
    (folder / "cloud").mkdir()
    for turn in range(4):
        _write_cloud(folder / "cloud" / f"{turn}.bin", turn)


def _write_tone(path: Path, rate: int = 8000) -> None:
    beats = (math.sin(2 * math.pi * 330 * at / rate) * (at // 2000 % 2) for at in range(SECONDS * rate))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"".join(struct.pack("<h", round(8000 * beat)) for beat in beats))


def _write_talk(path: Path) -> None:
    cues = (f"00:0{at}.100 --> 00:0{at}.900\n<v Ada>{line}\n" for at, line in enumerate(LINES))
    path.write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")


def _write_report(path: Path) -> None:
    with pymupdf.open() as document:
        for number in (1, 2):
            page = document.new_page(width=PAGE_SIZE[0], height=PAGE_SIZE[1])
            page.insert_text((30, 40), f"Report, page {number}")
            page.insert_text((30, 80), "white van   30 km/h")
        document.save(path)


def _write_cloud(path: Path, turn: int) -> None:
    across, along = np.meshgrid(np.linspace(-8, 8, 12), np.linspace(-8, 8, 12))
    ground = np.stack([across, along + turn * 0.1, np.full_like(across, -1.6), np.ones_like(across)], -1)
    ground.astype("<f4").tofile(path)
