"""The interval of any number of a slice: Wilson's from six sums, or the bootstrap over samples."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.qa import status as said
from crosstie.qa.intervals.bootstrap import REPLICATES, percentile_interval, poisson_weights
from crosstie.qa.intervals.moments import share_interval
from crosstie.qa.result import Interval
from crosstie.qa.study.numbers import Told
from crosstie.qa.study.resampled import RESAMPLED, Drawn
from crosstie.qa.study.tally_part import GROUPS, Clusters, Part
from crosstie.qa.sums import Key, Number

Floats = NDArray[np.float64]
BOOTSTRAP: Final = f"cluster bootstrap, B={REPLICATES}, Poisson weights, expanded percentile"
GROUPED: Final = f"{BOOTSTRAP}, samples in {GROUPS} groups"
_REST: Final = 2.0**-32


class Draws(msgspec.Struct, frozen=True):
    """Every replicate of some clusters, drawn once for all numbers of a metric."""

    drawn: Drawn
    clusters: int
    grouped: bool

    def values(self, metric: str, name: str) -> Floats:
        """Return a number in each replicate in which it is defined."""
        found = RESAMPLED[metric].values[name](self.drawn)
        return found[np.isfinite(found)]


def draws_of(clusters: Clusters, seed: int = 0) -> Draws:
    """Return the replicates of clusters; another seed draws independently."""
    if clusters.rows or not clusters.groups:
        return draws_of_rows(clusters.rows, seed)
    return draws_of_groups({key: _floats(cells) for key, cells in clusters.groups.items()}, seed)


def draws_of_rows(rows: Mapping[str, Mapping[Key, Number]], seed: int = 0) -> Draws:
    """Return the replicates of samples, each drawn by the hash of its id."""
    names = sorted(rows)
    keys = {key: None for name in names for key in rows[name]}
    table = np.zeros((len(keys), len(names)))
    place = {key: i for i, key in enumerate(keys)}
    for column, name in enumerate(names):
        for key, value in rows[name].items():
            table[place[key], column] = float(value)
    weights = np.array([_weights(name, seed) for name in names]).reshape(len(names), REPLICATES)
    return _draws(list(keys), table, weights, len(names), grouped=False)


def draws_of_groups(groups: dict[Key, Floats], seed: int = 0) -> Draws:
    """Return the replicates of groups of samples, each group drawn as one."""
    table = np.array(list(groups.values())).reshape(len(groups), GROUPS)
    filled = int(np.count_nonzero((table != 0).any(axis=0)))
    return _draws(list(groups), table, _group_weights(seed), filled, grouped=True)


def groups_of(clusters: Clusters) -> dict[Key, Floats]:
    """Return clusters in groups, as numbers."""
    return {key: _floats(cells) for key, cells in clusters.grouped().items()}


def interval_of(part: Part, metric: str, told: Told, draws: Draws | None) -> Interval:
    """Return the interval of a number that is defined; `draws` are None where no clusters are kept."""
    if told.share is not None:
        return share_interval(part.of_share(told.name))
    if draws is None or told.name not in RESAMPLED[metric].values:
        return Interval(None, None, 0.95, BOOTSTRAP, said.NOT_KEPT, part.n)
    found = percentile_interval(draws.values(metric, told.name).tolist(), draws.clusters)
    return msgspec.structs.replace(found, method=GROUPED if draws.grouped else BOOTSTRAP, n_clusters=part.n)


def _draws(keys: Sequence[Key], table: Floats, weights: Floats, clusters: int, *, grouped: bool) -> Draws:
    sums = table @ weights
    return Draws(Drawn(dict(zip(keys, sums, strict=True)), REPLICATES), clusters, grouped)


def _floats(cells: NDArray[np.int64]) -> Floats:
    return np.asarray(cells[0] + cells[1] * _REST, np.float64)


@lru_cache(maxsize=2048)
def _weights(name: str, seed: int) -> Floats:
    return poisson_weights(name, seed=seed).astype(np.float64)


@lru_cache(maxsize=2)
def _group_weights(seed: int) -> Floats:
    return np.array([poisson_weights(f"group {at}", seed=seed) for at in range(GROUPS)], np.float64)
