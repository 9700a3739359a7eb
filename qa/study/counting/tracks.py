"""Are the same things followed through time: HOTA, IDF1 and CLEAR of each asset's tracks."""

from typing import Final

import numpy as np

from crosstie.qa.study.bounds import TRACK
from crosstie.qa.study.cells import Cells, parted
from crosstie.qa.study.paths import Sampled, keyframe_times, thinned
from crosstie.qa.study.side import Side
from crosstie.qa.study.track_overlap import instants_alike, tracks_at
from crosstie.qa.sums import Sums
from crosstie.qa.tracking.frames import Frame
from crosstie.qa.tracking.tracks import track_sums

MOST_INSTANTS: Final = 200
"""An asset's keyframes are looked at so many times at most, evenly chosen."""


def track_cells(first: Side, second: Side) -> Cells:
    """Return the sums of tracks, each asset and family of shapes as one sequence.

    The instants are those of the keyframes of both passes.
    """
    groups = dict.fromkeys((*first.track_groups, *second.track_groups))
    parts = [_sequence(first, second, group) for group in groups]
    return parted("track_agreement", "modality", parts)


def _sequence(first: Side, second: Side, group: int) -> tuple[str, Sums]:
    places = [np.array(side.track_groups.get(group, ()), np.intp) for side in (first, second)]
    tracks = [tracks_at(side, some) for side, some in zip((first, second), places, strict=True)]
    holder, place = (first, places[0]) if len(places[0]) else (second, places[1])
    family = holder.families[int(place[0])].removeprefix(TRACK)
    times = thinned(keyframe_times([*tracks[0], *tracks[1]]), MOST_INSTANTS)
    one, other = (Sampled(some, times) for some in tracks)
    n, m = len(tracks[0]), len(tracks[1])
    rows, columns = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
    alike = instants_alike(one, other, rows, columns, family).reshape(n, m, len(times))
    frames = []
    for at in range(len(times)):
        here, there = np.flatnonzero(one.present[:, at]), np.flatnonzero(other.present[:, at])
        table = alike[np.ix_(here, there)][:, :, at] if n and m else np.zeros((len(here), len(there)))
        frames.append(Frame(here.tolist(), there.tolist(), table.tolist()))
    return holder.modalities[int(place[0])], track_sums(frames)
