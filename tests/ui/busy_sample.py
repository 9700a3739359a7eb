"""A busy sample: the street with four hundred turns and boxes more, and two thousand links between them."""

from typing import Final

import msgspec

from crosstie.schema.anchors import Box, Keyframe, TimeSpan, Track
from crosstie.schema.edits import AddAnnotation, AddLink, Edit
from crosstie.schema.records import Annotation, End, Link, LinkStatus
from crosstie.schema.sample_state import SampleState

EACH: Final = 200
LINKS: Final = 2000
_STATUSES: Final[tuple[LinkStatus, ...]] = ("certain", "certain", "candidate", "unsure", "rejected")
_LENGTH_NS: Final = 1_900_000_000


def busy_edits(state: SampleState, pass_id: str) -> list[Edit]:
    """Speech turns, boxes and links of two types and every status, each pair of ends tied once by a type."""
    step = _LENGTH_NS // EACH
    edits: list[Edit] = []
    for number in range(EACH):
        start = number * step
        turn = TimeSpan(start, start + step * 2)
        shape = Box(4 + number % 150, 4 + number % 90, 12, 9)
        track = Track((Keyframe(start, shape), Keyframe(start + step * 3, shape)))
        edits += [
            AddAnnotation(_label(state, pass_id, f"turn{number}", "mic", "c_speech", turn)),
            AddAnnotation(_label(state, pass_id, f"box{number}", "cam", "c_vehicle", track)),
        ]
    return [*edits, *(_link(state, pass_id, number) for number in range(LINKS))]


def _label(
    state: SampleState, pass_id: str, key: str, asset_id: str, class_id: str, anchor: TimeSpan | Track
) -> Annotation:
    return Annotation(key, state.sample_id, pass_id, asset_id, class_id, anchor)


def _link(state: SampleState, pass_id: str, number: int) -> AddLink:
    """Most go to what stands near in time, some far across the sample."""
    turn, lap = number % EACH, number // EACH
    far = turn + (EACH // 2 if lap == 9 else (lap // 2) * 5)
    type_id = "l_about" if lap % 2 else "l_drowns"
    ends = End("annotation", f"turn{turn}"), End("annotation", f"box{far % EACH}")
    made = Link(f"busy{number}", state.sample_id, pass_id, type_id, *ends)
    return AddLink(msgspec.structs.replace(made, status=_STATUSES[number % len(_STATUSES)]))
