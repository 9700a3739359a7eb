"""Where what nobody foresaw is written down, so that a person sees one line and not a traceback."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from platformdirs import user_log_path

from crosstie import __version__


@contextmanager
def crash_log() -> Iterator[tuple[logging.Logger, str]]:
    """A log for what nobody foresaw, and words that say where it is."""
    logger = logging.getLogger("crosstie.crash")
    logger.propagate = False
    try:
        path = user_log_path("crosstie", ensure_exists=True) / "crosstie.log"
        handler: logging.Handler = logging.FileHandler(path, encoding="utf-8")
        place = f"details are in {path}"
    except OSError as problem:
        handler, place = logging.NullHandler(), f"no log could be written ({problem.strerror})"
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger.addHandler(handler)
    try:
        yield logger, place
    finally:
        logger.removeHandler(handler)
        handler.close()


def tell_crashes(tell: Callable[[str], None]) -> None:
    """From now on, an error that nobody caught, on any thread, is logged and told in one line.

    `tell` may be called from any thread.
    """

    def caught(error: BaseException) -> None:
        with crash_log() as (log, place):
            log.error("crosstie %s, in the window", __version__, exc_info=error)
        tell(f"Unexpected error: {type(error).__name__}: {error}. Nothing that was saved is lost; {place}.")

    def on_main(_kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
        caught(error)

    def on_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            caught(args.exc_value)

    sys.excepthook = on_main
    threading.excepthook = on_thread
