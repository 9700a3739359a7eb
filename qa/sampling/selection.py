"""Which samples are chosen: a seed and the sample's id decide, so a choice can be made again anywhere.

A sample's lot depends on nothing but the seed, what is chosen for, and its id. When samples are added, what
was chosen by a share stays chosen, and of the lowest lots only those drop out that newcomers are below.
"""

import hashlib
from collections.abc import Iterable
from heapq import nsmallest


def lot(seed: int, purpose: str, sample_id: str) -> float:
    """Return a sample's lot in [0, 1), uniform over samples and independent between purposes."""
    digest = hashlib.blake2b(f"{seed}\n{purpose}\n{sample_id}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) * 2.0**-53


def by_share(seed: int, purpose: str, sample_ids: Iterable[str], share: float) -> list[str]:
    """Return the samples whose lot is below `share`, in their order: about that share of them."""
    return [one for one in sample_ids if lot(seed, purpose, one) < share]


def lowest(seed: int, purpose: str, sample_ids: Iterable[str], n: int) -> list[str]:
    """Return the n samples with the lowest lots, sorted by id; all of them where there are no more."""
    return sorted(nsmallest(n, sample_ids, key=lambda one: (lot(seed, purpose, one), one)))
