"""The spoken narration that ships with the package, and its transcript.

The sound was synthesised once (see NOTICE.md) and set together from single sentences at known times;
the transcript holds exactly those times, so the generator needs no speech synthesis.
"""

import re
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).parent / "assets"
SOUND: Final = "narration.ogg"
TRANSCRIPT: Final = "narration.vtt"
SPEAKERS: Final = {"S1": "driver", "S2": "control room"}
_CUE = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})\n<v (\w+)>(.+)")


@dataclass(frozen=True)
class Utterance:
    """One cue of the transcript: who says what, in nanoseconds of the sound's own time."""

    start_ns: int
    end_ns: int
    speaker: str
    text: str


@lru_cache(maxsize=1)
def utterances() -> tuple[Utterance, ...]:
    """All cues in order, read from the transcript that ships."""
    found = _CUE.findall((ASSETS / TRANSCRIPT).read_text(encoding="utf-8"))
    return tuple(Utterance(_nanoseconds(cue[0:4]), _nanoseconds(cue[4:8]), cue[8], cue[9]) for cue in found)


def _nanoseconds(clock: tuple[str, ...]) -> int:
    hours, minutes, seconds, milliseconds = map(int, clock)
    return (((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds) * 1_000_000


def write(folder: Path) -> None:
    """Copy the sound and its transcript into `folder`."""
    for name in (SOUND, TRANSCRIPT):
        shutil.copyfile(ASSETS / name, folder / name)
