"""Are the same things followed through time: HOTA, IDF1 and CLEAR of each asset's tracks."""

from typing import Final

import numpy as np

from crosstie.qa.study.cells import Cells, parted
from crosstie.qa.study.locating import Located
from crosstie.qa.study.paths import thinned
from crosstie.qa.study.track_overlap import TrackPairs
from crosstie.qa.sums import Sums
from crosstie.qa.tracking.frames import Frame
from crosstie.qa.tracking.tracks import track_sums

MOST_INSTANTS: Final = 200
"""An asset's keyframes are looked at so many times at most, evenly chosen."""


def track_cells(located: Located) -> Cells:
    """Return the sums of tracks, each asset and family of shapes as one sequence.

    The instants are those of the keyframes of both passes.
    """
    first, second = located.first, located.second
    parts = []
    for group in dict.fromkeys((*first.track_groups, *second.track_groups)):
        pairs = located.tracks.get(group) or TrackPairs(first, second, group)
        parts.append((pairs.modality, _sequence(pairs)))
    return parted("track_agreement", "modality", parts)


def _sequence(pairs: TrackPairs) -> Sums:
    one, other = pairs.sides
    instants = thinned(len(one.times), MOST_INSTANTS)
    alike = pairs.at(instants)
    frames = []
    for at, instant in enumerate(instants.tolist()):
        here, there = (np.flatnonzero(side.present[:, instant]) for side in (one, other))
        table = alike[here[:, None], there[None, :], at]
        frames.append(Frame(here.tolist(), there.tolist(), table.tolist()))
    return track_sums(frames)
