"""A document of a thousand pages like those of a paper: two columns of print, and strokes or a picture."""

import random
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf

PAGES: Final = 1000
_WIDTH, _HEIGHT = 595.0, 842.0
_LINES: Final = 62
_SAID: Final = (
    "the sensor reports a range of twelve metres before each vehicle turns left and its driver says that "
    "no lane was closed while traffic lights remained green for about four seconds"
)


def book(place: Path) -> Path:
    """The file, made once."""
    path = place / "book.pdf"
    if not path.exists():
        document = pymupdf.open()
        picture = _picture()
        for number in range(PAGES):
            _print_page(document.new_page(width=_WIDTH, height=_HEIGHT), number, picture)
        partial = path.with_suffix(".partial")
        document.save(str(partial), garbage=3, deflate=True)
        partial.replace(path)
    return path


def _print_page(page: pymupdf.Page, number: int, picture: bytes) -> None:
    chance = random.Random(number)
    page.insert_text((50, 40), f"page {number + 1}", fontsize=12)
    for column in range(2):
        left = 50 + 255 * column
        lines = [" ".join(chance.choices(_SAID.split(), k=6)) for _ in range(_LINES)]
        page.insert_text((left, 60), lines, fontsize=7.5)
    if number % 2:
        page.insert_image(pymupdf.Rect(60, 640, 290, 800), stream=picture)
        return
    drawn = page.new_shape()
    for _ in range(300):
        x, y = chance.uniform(60, 290), chance.uniform(640, 800)
        drawn.draw_line((x, y), (x + chance.uniform(-20, 20), y + chance.uniform(-20, 20)))
    drawn.finish(color=(0.2, 0.3, 0.6), width=0.6)
    drawn.commit()


def _picture() -> bytes:
    noise = np.random.default_rng(7).integers(0, 255, (320, 460, 3), np.uint8)
    pixels = pymupdf.Pixmap(pymupdf.csRGB, 460, 320, noise.tobytes(), False)
    return bytes(pixels.tobytes("jpeg"))
