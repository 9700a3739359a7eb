"""Which modules measure what. Each has `rows(place)`, which yields its rows as they are found."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.benchmarks.row import Row

GROUPS: Final[dict[str, str]] = {
    "seek": "tests.benchmarks.window.seeking",
    "video": "tests.benchmarks.video.measuring",
    "play": "tests.benchmarks.window.playing",
    "skew": "tests.benchmarks.sync.skewing",
    "sound": "tests.benchmarks.sound.peaks",
    "documents": "tests.benchmarks.documents.measuring",
    "paint": "tests.benchmarks.window.painting",
    "cloud-draw": "tests.benchmarks.clouds.drawing",
    "cloud-hand": "tests.benchmarks.clouds.selecting",
    "cloud-data": "tests.benchmarks.clouds.reading",
    "links": "tests.benchmarks.window.linking",
    "review": "tests.benchmarks.window.reviewing",
    "memory": "tests.benchmarks.window.remembering",
    "commit": "tests.benchmarks.store.committing",
    "open": "tests.benchmarks.store.opening",
    "candidates": "tests.benchmarks.candidates",
    "rules": "tests.benchmarks.rules.measuring",
    "qa": "tests.benchmarks.qa.measuring",
}


def rows_of(group: str, place: Path) -> Iterator[Row]:
    """Measures one group. `place` is a folder for what is made once and kept between runs."""
    found: Iterator[Row] = import_module(GROUPS[group]).rows(place)
    yield from found
