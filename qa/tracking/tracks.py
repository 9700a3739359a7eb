"""Agreement of tracks: HOTA, IDF1 and CLEAR together."""

from collections.abc import Sequence

from crosstie.qa import status as said
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, sums
from crosstie.qa.tracking.frames import Frame, sequenced
from crosstie.qa.tracking.hota import hota_figures, hota_sums
from crosstie.qa.tracking.identity import clear_sums, identity_figures, identity_sums


def track_agreement(frames: Sequence[Frame]) -> Result:
    """Return HOTA (the value), DetA, AssA, LocA, IDF1, MOTA of one sequence.

    HOTA, DetA, AssA, IDF1 in [0,1]; MOTA at most 1. No prediction: HOTA 0, LocA 1. No track on either side:
    None, no_instances.
    """
    return finish_tracks(track_sums(frames))


def track_sums(frames: Sequence[Frame]) -> Sums:
    """Return the sums of one sequence; sequences add as TrackEval combines them."""
    tracks = sequenced(frames)
    counts = sums(
        {("frames",): len(frames), ("gold_tracks",): tracks.n_gold, ("pred_tracks",): tracks.n_pred}
    )
    return hota_sums(tracks) + identity_sums(tracks) + clear_sums(tracks) + counts


def finish_tracks(parts: Sums) -> Result:
    """Finish the sums of one or more sequences."""
    figures = hota_figures(parts) | identity_figures(parts)
    seen = parts.count("gold_tracks") + parts.count("pred_tracks")
    if not seen:
        figures |= dict.fromkeys(("HOTA", "DetA", "AssA", "LocA", "HOTA_50"))
    value = figures["HOTA"]
    head = value if isinstance(value, float) else None
    state = said.OK if seen else said.NO_INSTANCES
    method = "Luiten 2021; Ristani 2016; CLEAR at 0.5"
    return Result(
        "track_agreement",
        head,
        state,
        parts.count("frames"),
        parts.count("CLR_TP"),
        2,
        figures,
        parts,
        method=method,
    )
