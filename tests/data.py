"""Where the real data stand that tests read: never in this repository, beside it."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("CROSSTIE_DATA", Path(__file__).parents[2] / "shared" / "data"))


def data_file(name: str) -> Path:
    """Return the real file or folder `name`, such as ``"video/nasa.mp4"``; skip the test where none are.

    A machine without the data folder skips. One that has it must have all of it: a missing file is an error.
    """
    if not DATA.is_dir():
        pytest.skip(f"needs the real data in {DATA}; CROSSTIE_DATA can name another folder")
    path = DATA / name
    if not path.exists():
        raise FileNotFoundError(f"the data folder {DATA} has no {name}")
    return path
