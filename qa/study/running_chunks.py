"""Samples in chunks that stay the same when a sample comes or goes elsewhere."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

Chunk = tuple[str, ...]

FEWEST: Final = 16
MOST: Final = 128
_ONE_IN: Final = 32
"""A chunk ends after a sample for which a hash of its id says so, whatever stands before it."""


def chunks(sample_ids: Iterable[str]) -> Iterator[Chunk]:
    """Cut ids, in their order, into chunks of 16 to 128."""
    chunk: list[str] = []
    for sample_id in sample_ids:
        chunk.append(sample_id)
        if len(chunk) >= MOST or (len(chunk) >= FEWEST and _hash(sample_id) % _ONE_IN == 0):
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)


def chunk_name(chunk: Chunk) -> str:
    """Return the name that a chunk is kept under."""
    return f"{_hash(chunk[0]):016x}"


def _hash(sample_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(sample_id.encode(), digest_size=8).digest(), "big")
