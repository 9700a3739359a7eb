"""Draws skews over time, for the documentation."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import vl_convert

from tests.benchmarks.sync.clip import FPS

_MOST: Final = 600
_HALF_MS: Final = 500 / FPS

Times = npt.NDArray[np.float64]


def write_plot(path: Path, parts: Mapping[str, tuple[Times, Times]]) -> None:
    """One small chart for each part: skew in milliseconds over seconds of play, half a frame shaded."""
    values = [
        {"part": name, "s": round(float(at), 2), "ms": round(float(ms), 2)}
        for name, (times, skews) in parts.items()
        for at, ms in list(zip(times, skews, strict=True))[:: max(1, len(times) // _MOST)]
    ]
    charts = [_chart(name) for name in parts]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {
            "text": "Flash on the screen against its click at the output",
            "subtitle": f"Above 0 the sound is early. Shaded: half a frame of {FPS} frames a second.",
        },
        "data": {"values": values},
        "columns": 3,
        "concat": charts,
        "config": {"view": {"stroke": "#d0d0d0"}, "font": "sans-serif"},
    }
    path.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")


def _chart(name: str) -> dict[str, object]:
    scale = {"domain": [-45, 45], "clamp": True}
    return {
        "title": name,
        "width": 240,
        "height": 130,
        "transform": [{"filter": {"field": "part", "equal": name}}],
        "layer": [
            {
                "data": {"values": [{"low": -_HALF_MS, "high": _HALF_MS}]},
                "mark": {"type": "rect", "color": "#4477aa", "opacity": 0.12},
                "encoding": {
                    "y": {"field": "low", "type": "quantitative", "scale": scale},
                    "y2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "circle", "size": 14, "color": "#224466", "opacity": 0.7},
                "encoding": {
                    "x": {"field": "s", "type": "quantitative", "title": "seconds"},
                    "y": {"field": "ms", "type": "quantitative", "title": "skew, ms", "scale": scale},
                },
            },
        ],
    }
