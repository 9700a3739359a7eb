"""A Dask cluster of processes on this machine."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

_PATIENCE_S = 120


@contextmanager
def dask_cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """Start a scheduler and workers of one thread each; give its address once all are there."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    quiet = ("--no-dashboard", "--scheduler-file", str(file))
    with ExitStack() as started:
        _start(started, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", *quiet)
        address = str(_waited(file))
        for _ in range(workers):
            _start(started, "dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
        yield address


def _start(started: ExitStack, module: str, *options: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    started.callback(process.wait)
    started.callback(process.kill)


def _waited(file: Path) -> object:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        try:
            return msgspec.json.decode(file.read_bytes())["address"]
        except (OSError, msgspec.DecodeError):
            time.sleep(0.05)
    raise TimeoutError("no scheduler wrote its address")
