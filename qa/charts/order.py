"""The order of batches: by name, numbers in it by size."""

import re
from collections.abc import Iterable


def in_batch_order(batches: Iterable[str]) -> list[str]:
    """Return batches with batch 2 before batch 10; each once."""
    return sorted(set(batches), key=_key)


def _key(name: str) -> tuple[list[tuple[int, int, str]], str]:
    parts = re.split(r"([0-9]+)", name)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part], name
