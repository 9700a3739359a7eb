"""Entities as clusters of mentions, each mention in one cluster."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

Cluster = frozenset[Hashable]


def clusters(given: Iterable[Iterable[Hashable]]) -> list[Cluster]:
    """Return clusters without repeated mentions: one that stands in two stays in the first; empty ones go."""
    seen: set[Hashable] = set()
    kept = []
    for mentions in given:
        fresh = frozenset(mentions) - seen
        seen |= fresh
        if fresh:
            kept.append(fresh)
    return kept


def overlaps(key: Sequence[Cluster], response: Sequence[Cluster]) -> Counter[tuple[int, int]]:
    """Return how many mentions each key cluster and each response cluster have in common, where any."""
    home = {mention: j for j, cluster in enumerate(response) for mention in cluster}
    return Counter((i, home[m]) for i, cluster in enumerate(key) for m in cluster if m in home)
