"""Camera calibrations from files: our own YAML, KITTI's text, SUSTechPOINTS' JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import numpy as np
import numpy.typing as npt
import yaml

from crosstie.schema.records import Calibration
from crosstie.storage.media.errors import MediaUnreadable, one_line
from crosstie.storage.media.text_file import read_text

Matrix = npt.NDArray[np.float64]
MAX_BYTES: Final = 1 << 20


class _Own(msgspec.Struct, forbid_unknown_fields=True):
    """Our own form: pixels of the full-size picture, metres, OpenCV's distortion."""

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float
    camera_from_lidar: list[list[float]]
    model: Literal["pinhole", "fisheye"] = "pinhole"
    distortion: list[float] = []


class _Sustech(msgspec.Struct):
    """SUSTechPOINTS' form: `extrinsic` takes LiDAR metres into the camera's, row by row."""

    extrinsic: list[float]
    intrinsic: list[float]


def read_calibration(path: Path, width: int = 0, height: int = 0) -> Calibration:
    """The calibration in a file; `width` and `height` of the picture where the file does not tell them.

    Raises MediaUnreadable when it is missing, of no known form, or makes no sense.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise MediaUnreadable(f"{path.name}: is too long for a calibration")
        text = read_text(path)
        match path.suffix.lower():
            case ".txt":
                return _from_kitti(text, width, height)
            case ".json":
                return _from_sustech(msgspec.json.decode(text, type=_Sustech), width, height)
            case _:
                return _from_own(msgspec.convert(yaml.safe_load(text), _Own))
    except OSError as error:
        raise MediaUnreadable(
            f"{path.name}: {(error.strerror or 'cannot be read').lower()} ({path.parent})"
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise MediaUnreadable(f"{path.name}: is no YAML{where}") from error
    except KeyError as error:
        raise MediaUnreadable(f"{path.name}: is no calibration (it has no {error.args[0]})") from error
    except (msgspec.MsgspecError, ValueError, np.linalg.LinAlgError) as error:
        raise MediaUnreadable(f"{path.name}: is no calibration ({one_line(error)})") from error


def _from_own(own: _Own) -> Calibration:
    camera = np.array([[own.fx, 0, own.cx], [0, own.fy, own.cy], [0, 0, 1]], np.float64)
    flat = np.array(own.camera_from_lidar, np.float64).ravel()
    return _calibration(own.model, own.width, own.height, camera, _four_rows(flat), own.distortion)


def _from_kitti(text: str, width: int, height: int) -> Calibration:
    """P2 · R0_rect · Tr_velo_to_cam (Geiger et al. 2013, KITTI object development kit).

    The last column of P2 moves the left colour camera; it is folded into `camera_from_lidar`.
    """
    values = {
        name.strip(): np.array(numbers.split(), np.float64)
        for name, _, numbers in (line.partition(":") for line in text.split("\n") if ":" in line)
    }
    projection = values["P2"].reshape(3, 4)
    rectified = np.eye(4)
    rectified[:3, :3] = values["R0_rect"].reshape(3, 3)
    moved = np.eye(4)
    moved[:3, 3] = np.linalg.solve(projection[:, :3], projection[:, 3])
    camera_from_lidar = moved @ rectified @ _four_rows(values["Tr_velo_to_cam"])
    return _calibration("pinhole", width, height, projection[:, :3], camera_from_lidar, ())


def _from_sustech(found: _Sustech, width: int, height: int) -> Calibration:
    camera = np.array(found.intrinsic, np.float64).reshape(3, 3)
    return _calibration("pinhole", width, height, camera, _four_rows(np.array(found.extrinsic)), ())


def _four_rows(numbers: Matrix) -> Matrix:
    """A 4x4 matrix of 16 numbers, or of the 12 above the last row."""
    if numbers.size == 12:
        numbers = np.concatenate((numbers, (0.0, 0.0, 0.0, 1.0)))
    return numbers.reshape(4, 4)


def _calibration(
    model: Literal["pinhole", "fisheye"],
    width: int, height: int,
    camera: Matrix, camera_from_lidar: Matrix,
    distortion: Sequence[float],
) -> Calibration:  # fmt: skip
    if width <= 0 or height <= 0:
        raise ValueError("the picture's size is not known")
    if not (np.isfinite(camera).all() and np.isfinite(camera_from_lidar).all()):
        raise ValueError("a number is not finite")
    if camera[0, 0] <= 0 or camera[1, 1] <= 0:
        raise ValueError("a focal length is not above zero")
    rotation = camera_from_lidar[:3, :3]
    if np.abs(rotation @ rotation.T - np.eye(3)).max() > 1e-2 or np.linalg.det(rotation) < 0:
        raise ValueError("camera_from_lidar does not turn and move only")
    rows: dict[str, Any] = {"intrinsics": camera.tolist(), "camera_from_lidar": camera_from_lidar.tolist()}
    return msgspec.convert(
        {"model": model, "width": width, "height": height, "distortion": list(distortion), **rows},
        Calibration,
    )
