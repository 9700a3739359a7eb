"""Makes the demo's media, schema and manifest: the same bytes of everything on every run."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import yaml

from crosstie.resources.demo import lidar, narration, radar, report
from crosstie.resources.demo.camera import CAMERAS
from crosstie.resources.demo.crew import FilmCrew
from crosstie.schema.errors import CrosstieError

Progress = Callable[[str, float], None]
Cancelled = Callable[[], bool]
HERE: Final = Path(__file__).parent
MANIFEST: Final = "manifest.yaml"
SCHEMA: Final = "driving.yaml"
# How much of the whole time each stage takes, measured on two cores.
_LIDAR_SHARE: Final = 0.2


class DemoNotMade(CrosstieError):
    """The demo's media could not be made, or somebody stopped it."""


def generate(directory: Path, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Path:
    """Make the demo in `directory` and return its manifest's path.

    `progress` is called from this thread with the stage's name and the share that is done, 0–1; `cancelled`
    is asked between frames. Everything is made in a folder beside its place and moved there at the end, so
    that a failure or a cancellation leaves nothing behind. Raises DemoNotMade.
    """
    tell = progress or (lambda stage, share: None)
    stopped = cancelled or (lambda: False)
    part = directory / ".demo-part"
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        _make(part, tell, stopped)
        _settle(part, directory)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DemoNotMade(
            f"the demo cannot be written to {directory}: {reason}; choose another folder"
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    tell("done", 1.0)
    return directory / MANIFEST


def _make(folder: Path, tell: Progress, stopped: Cancelled) -> None:
    with FilmCrew(CAMERAS, folder) as crew:
        tell("writing the report and the radar", 0.0)
        _write_small(folder)
        _write_radar(folder, stopped)
        for number in range(lidar.FRAME_COUNT):
            _check(stopped)
            lidar.cloud(number).tofile(folder / "lidar" / f"{number:06d}.bin")
            share = _LIDAR_SHARE * (number + 1) / lidar.FRAME_COUNT
            tell("scanning with the LiDAR", share + (1 - _LIDAR_SHARE) * crew.share_done())
        while not crew.finished(timeout_s=0.2):
            _check(stopped)
            tell("filming with three cameras", _LIDAR_SHARE + (1 - _LIDAR_SHARE) * crew.share_done())
        if failure := crew.failure():
            raise DemoNotMade(f"the demo's {failure}; free some memory or disk and try again")


def _check(stopped: Cancelled) -> None:
    if stopped():
        raise DemoNotMade("making the demo was cancelled; nothing was kept")


def _write_small(folder: Path) -> None:
    """Everything that takes no time to make."""
    for name in ("calib", "lidar", "radar"):
        (folder / name).mkdir()
    for camera in CAMERAS:
        text = yaml.safe_dump(camera.calibration(), sort_keys=False, default_flow_style=None, width=100)
        (folder / "calib" / f"{camera.id}.yaml").write_text(text, encoding="utf-8")
    poses = [lidar.pose(number / lidar.FRAMES_PER_SECOND)[:3].ravel() for number in range(lidar.FRAME_COUNT)]
    np.savetxt(folder / "poses.txt", np.stack(poses), fmt="%.9f")
    narration.write(folder)
    report.write(folder / "report.pdf")
    for name in (SCHEMA, MANIFEST):
        shutil.copyfile(HERE / name, folder / name)


def _write_radar(folder: Path, stopped: Cancelled) -> None:
    for number in range(radar.FRAME_COUNT):
        _check(stopped)
        path = folder / "radar" / f"{number:06d}.csv"
        path.write_text(radar.csv(radar.returns(number)), encoding="utf-8", newline="\n")


def _settle(part: Path, directory: Path) -> None:
    """Move everything to its place, the manifest last: where it stands, the rest is complete."""
    for path in sorted(part.iterdir(), key=lambda path: path.name == MANIFEST):
        place = directory / path.name
        if place.is_dir():
            shutil.rmtree(place)
        path.replace(place)
