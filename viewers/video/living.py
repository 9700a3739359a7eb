"""Which of a video's annotations live at a frame, found among thousands without looking at each."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from crosstie.schema.anchors import Track
from crosstie.schema.records import Annotation
from crosstie.viewers.video.frames import Frame

_EVER: Final = np.iinfo(np.int64).max


class Living:
    """A set of annotations with the times of their tracks; what has no time of its own always lives."""

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self._annotations = tuple(annotations)
        self._places = {annotation.id: place for place, annotation in enumerate(self._annotations)}
        spans = [_span_ns(annotation) for annotation in self._annotations]
        self._spans = np.array(spans, dtype=np.int64).reshape(-1, 2)

    def at(self, frame: Frame, besides: Iterable[str]) -> Iterator[Annotation]:
        """Those that live while a frame is presented, and those with the ids `besides`, in their order."""
        starts, ends = self._spans[:, 0], self._spans[:, 1]
        # A frame without a length is a still: what begins with it lives in it.
        alive = (starts < max(frame.end_ns, frame.start_ns + 1)) & (ends >= frame.start_ns)
        places = set(np.flatnonzero(alive).tolist())
        places |= {self._places[key] for key in besides if key in self._places}
        return (self._annotations[place] for place in sorted(places))


def _span_ns(annotation: Annotation) -> tuple[int, int]:
    anchor = annotation.anchor
    return (anchor.start_ns, anchor.end_ns) if isinstance(anchor, Track) else (-_EVER, _EVER)
