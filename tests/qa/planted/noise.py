"""How passes differ from what is there: labels missed, boxes moved, classes and links wrong."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from crosstie.schema.anchors import Anchor, Box, Cuboid, Keyframe, PageRegion, TextSpan, TimeSpan, Track
from tests.qa.planted.things import Labels, Thing, Tie

VEHICLE_CLASSES: Final = ("c_car", "c_truck", "c_bus", "c_motorbike")
COLOURS: Final = ("white", "red", "green", "blue", "grey")


@dataclass(frozen=True)
class Rates:
    """Shares of labels missed, given another class or colour, and of links wrong or missing; and how far
    places move, as a share of their size.
    """

    missed: float
    wrong_class: float
    wrong_colour: float
    wrong_link: float
    missed_link: float
    moved: float


PERSON: Final = Rates(0.02, 0.015, 0.02, 0.015, 0.015, 0.02)
MODEL: Final = Rates(0.06, 0.12, 0.06, 0.06, 0.06, 0.04)


def seen(truth: Labels, rates: Rates, rng: random.Random) -> Labels:
    """Return what somebody sees of what is there, who makes mistakes at these rates."""
    missed = {key for key in truth.things if rng.random() < rates.missed}
    left = truth.without(missed)
    things = {key: _thing(thing, rates, rng) for key, thing in left.things.items()}
    return Labels(left.entities, things, _ties(left, rates, rng))


def corrected(suggested: Labels, own: Labels, kept_wrong: float, rng: random.Random) -> Labels:
    """Return what somebody makes of suggestions who would have seen `own`: most mistakes are put right.

    A suggested place stays as it is; a suggested class that they find wrong stays with `kept_wrong`.
    """
    things = {
        key: _settled(suggested.things.get(key), thing, rng.random() < kept_wrong)
        for key, thing in own.things.items()
    }
    return Labels(own.entities, things, own.ties)


def _settled(suggested: Thing | None, own: Thing, keeps: bool) -> Thing:
    if suggested is None:
        return own
    return replace(own, anchor=suggested.anchor, class_id=suggested.class_id if keeps else own.class_id)


def _thing(thing: Thing, rates: Rates, rng: random.Random) -> Thing:
    class_id, attributes = thing.class_id, thing.attributes
    if class_id in VEHICLE_CLASSES and rng.random() < rates.wrong_class:
        class_id = rng.choice([one for one in VEHICLE_CLASSES if one != class_id])
    if "colour" in attributes and rng.random() < rates.wrong_colour:
        colours = [one for one in COLOURS if one != attributes["colour"]]
        attributes = attributes | {"colour": rng.choice(colours)}
    return replace(
        thing, class_id=class_id, attributes=attributes, anchor=moved(thing.anchor, rates.moved, rng)
    )


def _ties(labels: Labels, rates: Rates, rng: random.Random) -> tuple[Tie, ...]:
    kept = tuple(tie for tie in labels.ties if rng.random() >= rates.missed_link)
    return swapped(kept, rates.wrong_link, rng)


def swapped(ties: tuple[Tie, ...], share: float, rng: random.Random, type_id: str = "") -> tuple[Tie, ...]:
    """Return links, about a share of them wrong: each goes where another of its type should go, and back.

    Only links of `type_id`, or of any type without it. A swap breaks no limit on how many links an end has.
    """
    made = list(ties)
    for i in range(len(made)):
        if type_id in ("", made[i].type_id) and rng.random() < share / 2:
            same = [j for j, tie in enumerate(made) if tie.type_id == made[i].type_id]
            others = [j for j in same if made[j].target != made[i].target]
            if others:
                j = rng.choice(others)
                made[i], made[j] = (
                    replace(made[i], target=made[j].target),
                    replace(made[j], target=made[i].target),
                )
    return tuple(made)


def moved(anchor: Anchor, share: float, rng: random.Random) -> Anchor:
    """Return an anchor as somebody else would draw it, off by about a share of its size."""
    match anchor:
        case Track():
            shift = _shift(share, rng)
            return Track(tuple(_keyframe(one, shift) for one in anchor.keyframes))
        case TimeSpan(start_ns=start, end_ns=end):
            slips = [round(rng.gauss(0, share) * (end - start)) for _ in range(2)]
            return TimeSpan(max(0, start + slips[0]), end + slips[1])
        case TextSpan(start=start, end=end, quote=quote) if rng.random() < share and end - start > 4:
            return TextSpan(start, end - 1, quote[:-1])
        case PageRegion():
            shift = _shift(share, rng)
            x, height = anchor.x + shift(anchor.width), anchor.height + shift(anchor.height)
            return msgspec.structs.replace(anchor, x=round(x, 2), height=round(height, 2))
        case _:
            return anchor


def _shift(share: float, rng: random.Random) -> Callable[[float], float]:
    return lambda size: rng.gauss(0, share) * size


def _keyframe(frame: Keyframe, shift: Callable[[float], float]) -> Keyframe:
    match frame.shape:
        case Box(x=x, y=y, width=width, height=height):
            left, top = round(x + shift(width), 2), round(y + shift(height), 2)
            shape: Box | Cuboid = Box(left, top, width, height)
        case Cuboid(center=(x, y, z), size=size) as cuboid:
            centre = (round(x + shift(size[0]), 3), round(y + shift(size[1]), 3), z)
            shape = msgspec.structs.replace(cuboid, center=centre)
        case _:
            return frame
    return msgspec.structs.replace(frame, shape=shape)
