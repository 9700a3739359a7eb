"""Writing what is shown as files of their usual kinds: PNG, WAV, PLY. All of them appear, or none."""

import shutil
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from crosstie.app.frames.errors import FrameRefused
from crosstie.app.frames.shown import Content, Still, Stretch
from crosstie.storage.media.queries import Cloud

_SAMPLE_BYTES: Final = 2
_UNSAFE: Final = frozenset('/\\:*?"<>|\0')


class FrameFiles:
    """Files on their way into a folder; until `place` nothing of them stands there."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder. Raises FrameRefused when it cannot be written."""
        self._folder = folder
        self._made = _missing(folder)
        self._names: list[str] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._partial = Path(tempfile.mkdtemp(prefix=".frames-", dir=folder))
        except OSError as error:
            self._remove_made()
            raise _unwritable(folder, error) from error

    def add(self, stem: str, content: Content) -> Path:
        """Writes one file; returns the path that it will have. Raises FrameRefused."""
        name = "".join("_" if sign in _UNSAFE else sign for sign in stem) + _suffix(content)
        path = self._partial / name
        try:
            match content:
                case Still():
                    _write_png(path, content)
                case Stretch():
                    _write_wav(path, content)
                case Cloud():
                    _write_ply(path, content)
        except OSError as error:
            raise _unwritable(self._folder / name, error) from error
        self._names.append(name)
        return self._folder / name

    def place(self) -> None:
        """Lets all files appear, in place of older ones of the same names. Raises FrameRefused."""
        for name in dict.fromkeys(self._names):
            if (self._folder / name).is_dir():
                raise FrameRefused(f"{self._folder / name} is a folder; remove it or name another --out")
        for name in dict.fromkeys(self._names):
            try:
                (self._partial / name).replace(self._folder / name)
            except OSError as error:
                raise _unwritable(self._folder / name, error) from error
        self._made = ()

    def close(self) -> None:
        """Removes what was not placed, and a folder that was made for nothing."""
        shutil.rmtree(self._partial, ignore_errors=True)
        self._remove_made()

    def _remove_made(self) -> None:
        for folder in self._made:
            try:
                folder.rmdir()
            except OSError:
                return


def _missing(folder: Path) -> Sequence[Path]:
    """The folders that have to be made, the innermost first."""
    try:
        return [one for one in (folder, *folder.parents) if not one.exists()]
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(path: Path, error: OSError) -> FrameRefused:
    return FrameRefused(f"{path} cannot be written: {(error.strerror or str(error)).lower()}")


def _suffix(content: Content) -> str:
    match content:
        case Still():
            return ".png"
        case Stretch():
            return ".wav"
        case Cloud():
            return ".ply"


def _write_png(path: Path, still: Still) -> None:
    # Qt takes half a second to load, and sounds and clouds do not need it.
    from PySide6.QtGui import QImage, QImageWriter

    pixels = np.ascontiguousarray(still.pixels)
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    writer = QImageWriter(str(path), b"png")
    if not writer.write(image):
        raise OSError(0, writer.errorString())


def _write_wav(path: Path, stretch: Stretch) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(stretch.samples.shape[1])
        sound.setsampwidth(_SAMPLE_BYTES)
        sound.setframerate(stretch.sample_rate)
        sound.writeframes(stretch.samples.astype("<i2").tobytes())


def _write_ply(path: Path, cloud: Cloud) -> None:
    """Binary little-endian: x, y, z in metres of the sensor's frame, and the file's other numbers."""
    columns = {name: cloud.points[:, place] for place, name in enumerate("xyz")}
    columns |= {"_".join(name.split()): values for name, values in cloud.channels.items()}
    if cloud.value_name:
        columns.setdefault(cloud.value_name, cloud.values)
    table = np.empty(len(cloud.points), [(name, "<f4") for name in columns])
    for name, values in columns.items():
        table[name] = values
    properties = "".join(f"property float {name}\n" for name in columns)
    header = f"ply\nformat binary_little_endian 1.0\nelement vertex {len(table)}\n{properties}end_header\n"
    path.write_bytes(header.encode("ascii", "replace") + table.tobytes())
