"""Runs one filming process a camera and listens to how far each has come."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from crosstie.resources.demo.camera import FRAMES_PER_SECOND, Camera
from crosstie.resources.demo.scene import DURATION_S

# Without these glibc gives every picture's memory back and fetches it anew, which costs a fifth of the time.
_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "1000000000"}


class _Cameraman:
    """One filming process, and the thread that counts its lines."""

    def __init__(self, camera: Camera, folder: Path) -> None:
        self.camera = camera
        self.frames = 0
        self._log = (folder / f".{camera.id}.log").open("w+b")
        command = [
            sys.executable,
            "-m",
            "crosstie.resources.demo.film",
            camera.id,
            str(folder / f"{camera.id}.mp4"),
        ]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=os.environ | _MEMORY,
        )
        self.listener = threading.Thread(target=self._listen, name=f"film {camera.id}", daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for _ in self.process.stdout:
            self.frames += 1

    def last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"the process ended with {self.process.returncode}"

    def leave(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.listener.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._log.close()
        Path(self._log.name).unlink()


class FilmCrew:
    """All cameras' processes. Leaving the context ends those that still run."""

    def __init__(self, cameras: Sequence[Camera], folder: Path) -> None:
        self._cameras, self._folder = cameras, folder
        self._crew: list[_Cameraman] = []

    def __enter__(self) -> Self:
        for camera in self._cameras:
            self._crew.append(_Cameraman(camera, self._folder))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for man in self._crew:
            man.leave()

    def share_done(self) -> float:
        """How much of all films is drawn, 0–1."""
        return sum(man.frames for man in self._crew) / (len(self._crew) * DURATION_S * FRAMES_PER_SECOND)

    def finished(self, timeout_s: float) -> bool:
        """Whether every film is done, or one has failed; waits `timeout_s` at most for one that runs."""
        if self.failure():
            return True
        running = [man for man in self._crew if man.process.poll() is None]
        if running:
            try:
                running[0].process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                return False
        return all(man.process.poll() is not None for man in self._crew)

    def failure(self) -> str:
        """Which camera's process failed and its last line; empty when none did."""
        for man in self._crew:
            if man.process.poll() not in (None, 0):
                return f"{man.camera.id} could not be filmed: {man.last_words()}"
        return ""
