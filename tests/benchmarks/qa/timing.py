"""The shortest of some runs: what is slower was disturbed."""

import importlib.util
import time
from collections.abc import Callable
from typing import TypeVar

from tests.benchmarks.row import NotEqual

T = TypeVar("T")


def fastest(work: Callable[[], T], runs: int = 3) -> tuple[float, T]:
    """Seconds of the fastest run, and what it gave."""
    found, least = None, float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        result = work()
        least = min(least, time.perf_counter() - began)
        found = (least, result)
    assert found is not None
    return least, found[1]


def installed(module: str) -> bool:
    """Whether a library that is a baseline and no part of the product can be imported."""
    return importlib.util.find_spec(module) is not None


def require_close(name: str, ours: float | None, theirs: float, within: float = 1e-12) -> None:
    """Raises NotEqual where two numbers are further apart than `within`."""
    if ours is None or abs(ours - theirs) > within:
        raise NotEqual(f"{name}: {ours} of ours, {theirs} of theirs")
