"""The order of samples: those whose candidates are most at odds first, the others as they were."""

from concurrent.futures import Future
from pathlib import Path

from crosstie.app.prelabelling.board import read_board
from crosstie.storage.queries import SampleSummary

Samples = tuple[SampleSummary, ...]


def most_at_odds_first(coming: "Future[Samples]", root: Path) -> "Future[Samples]":
    """The samples that a future brings, in order. The project's board is read on that future's thread."""
    ordered: Future[Samples] = Future()

    def pass_on(done: "Future[Samples]") -> None:
        error = done.exception()
        if error is not None:
            ordered.set_exception(error)
        else:
            ordered.set_result(_sorted(done.result(), root))

    coming.add_done_callback(pass_on)
    return ordered


def _sorted(samples: Samples, root: Path) -> Samples:
    at_odds = read_board(root).disagreement
    return tuple(sorted(samples, key=lambda one: -at_odds.get(one.id, 0.0))) if at_odds else samples
