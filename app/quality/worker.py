"""A process that makes a report: `python -P -m crosstie.app.quality.worker`, JSON in and out. No Qt.

It ends when nobody listens any more: its standard input is closed when the window goes, or gives up.
"""

import os
import sys
import threading
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from crosstie.app.quality.wire import Order, Said, told
from crosstie.schema.errors import CrosstieError

_NICE: Final = 10
"""The window comes first."""
_STEP: Final = 0.01


class Answers:
    """Writes lines; what libraries print goes elsewhere, and nobody is told the same part twice."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._told = -1.0

    def progress(self, done: float) -> None:
        """Tells how much is done, where that is news."""
        if done - self._told >= _STEP:
            self._told = done
            self.tell(Said(done=done))

    def tell(self, said: Said) -> None:
        """Writes a line at once."""
        self._out.write(msgspec.json.encode(said) + b"\n")
        self._out.flush()


def main() -> None:
    """Makes one report and ends."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    answers = Answers(os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    # A library that prints must not write between the lines.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    first = sys.stdin.buffer.readline()
    if not first:
        return
    stopped = threading.Event()
    threading.Thread(target=_wait_for_end, args=(stopped,), name="listener", daemon=True).start()
    make(msgspec.json.decode(first, type=Order), answers, stopped)


def make(order: Order, answers: Answers, stopped: threading.Event) -> None:
    """Answers an order: with progress, and in the end with a report or with a line that says why not."""
    # Not at the top: who only speaks the wire format needs none of what counts.
    from crosstie.qa.reports.making import make_report
    from crosstie.qa.study.running_part import StudyStopped

    try:
        report = make_report(
            Path(order.root), jobs=order.jobs, on_progress=answers.progress, should_stop=stopped.is_set
        )
    except StudyStopped:
        return
    except CrosstieError as error:
        answers.tell(Said(problem=str(error)))
    else:
        for said in told(report):
            answers.tell(said)


def _wait_for_end(stopped: threading.Event) -> None:
    sys.stdin.buffer.read()
    stopped.set()


if __name__ == "__main__":
    main()
