"""What commands write: results to standard output, progress to standard error where a person looks on."""

import sys
import time
from typing import Final

import msgspec

_PATIENCE_S: Final = 0.5
_REFRESH_S: Final = 0.1


def say(line: str = "") -> None:
    """Writes one line of the result."""
    sys.stdout.write(f"{line}\n")


def say_json(value: object) -> None:
    """Writes a result as JSON on one line."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


class ProgressLine:
    """One line that says how far a long task is; silent for half a second, and where no person looks on."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._drawn = 0.0
        self._width = 0

    def show(self, what: str, share: float) -> None:
        """Says that `share` of 1 is done, and what is being done now."""
        now = time.monotonic()
        if now - self._began < _PATIENCE_S or now - self._drawn < _REFRESH_S or not sys.stderr.isatty():
            return
        self._drawn = now
        line = f"{share:4.0%}  {what}"
        sys.stderr.write(f"\r{line.ljust(self._width)}")
        sys.stderr.flush()
        self._width = len(line)

    def clear(self) -> None:
        """Takes the line away."""
        if self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
            sys.stderr.flush()
            self._width = 0
