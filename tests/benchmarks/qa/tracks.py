"""HOTA, IDF1 and CLEAR of a sequence, against TrackEval."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

import numpy as np

from crosstie.qa.tracking.frames import Frame
from crosstie.qa.tracking.tracks import track_agreement
from tests.benchmarks.qa.timing import fastest, installed, require_close
from tests.benchmarks.row import Goal, Row

FRAMES: Final = 1_000
TRACKS: Final = 20
TOLD_S: Final = 0.33
"""What TrackEval took for the same on the machine that the specification was measured on."""


def rows() -> Iterator[Row]:
    """A thousand frames of twenty tracks; without TrackEval beside the time that it is known to take."""
    frames = _frames()
    ours, found = fastest(lambda: track_agreement(frames))
    name = f"HOTA, IDF1 and CLEAR of {FRAMES:,} frames × {TRACKS} tracks"
    if not installed("trackeval"):
        note = "TrackEval is not installed; raw is what it is known to take"
        yield Row(name, ours, TOLD_S, "s", Goal("at most", 1), note)
        return
    raw, theirs = fastest(lambda: _trackeval(frames), 2)
    require_close("HOTA", found.value, theirs["HOTA"], 1e-9)
    require_close("IDF1", found.number("IDF1"), theirs["IDF1"], 1e-9)
    yield Row(f"{name}, against TrackEval", ours, raw, "s", Goal("at most", 1))


def _frames() -> list[Frame]:
    """Tracks that are seen almost as they are, some at times as another one."""
    rng = np.random.default_rng(1)
    frames = []
    for number in range(FRAMES):
        near = rng.random((TRACKS, TRACKS)) * 0.3 * (rng.random((TRACKS, TRACKS)) < 0.2)
        near[np.arange(TRACKS), np.arange(TRACKS)] = 0.6 + 0.4 * rng.random(TRACKS)
        seen = np.roll(np.arange(TRACKS), number // 300)
        frames.append(Frame(range(TRACKS), seen.tolist(), near.tolist()))
    return frames


def _trackeval(frames: list[Frame]) -> dict[str, float]:
    metrics = import_module("trackeval.metrics")
    data: dict[str, Any] = {
        "gt_ids": [np.array(list(frame.gold_ids)) for frame in frames],
        "tracker_ids": [np.array(list(frame.pred_ids)) for frame in frames],
        "similarity_scores": [np.array(frame.similarity) for frame in frames],
        "num_gt_ids": TRACKS,
        "num_tracker_ids": TRACKS,
        "num_gt_dets": FRAMES * TRACKS,
        "num_tracker_dets": FRAMES * TRACKS,
        "num_timesteps": FRAMES,
    }
    quiet = {"PRINT_CONFIG": False}
    hota = metrics.HOTA().eval_sequence(data)
    metrics.CLEAR(quiet).eval_sequence(data)
    identity = metrics.Identity(quiet).eval_sequence(data)
    return {"HOTA": float(np.mean(hota["HOTA"])), "IDF1": float(identity["IDF1"])}
