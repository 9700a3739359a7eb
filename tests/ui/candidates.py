"""Candidate passes for tests of review: what a maker proposes about a person's own pass of the street."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from crosstie.schema.anchors import Box, Keyframe, TimeSpan, Track
from crosstie.schema.edits import AddActor, AddAnnotation, AddLink, Edit, OpenPass
from crosstie.schema.records import Actor, Annotation, End, Link, Pass, Provenance
from crosstie.storage.store import Store
from tests.ui.small_project import ACTOR, STREET

MAKER: Final = Actor("guesser", "model", "Guesser")
OWN: Final = f"assisted-{STREET}"
"""The person's own pass of the street."""
GUESSES: Final = "guesses"
_MS: Final = 1_000_000


def mark(key: str) -> End:
    """An annotation as an end."""
    return End("annotation", key)


def thing(key: str) -> End:
    """An entity as an end."""
    return End("entity", key)


def candidate(key: str, type_id: str, first: End, second: End, score: float | None = 0.8) -> Link:
    """A candidate link of the maker's pass."""
    said = Provenance("model", model=MAKER.name, score=score, reason=f"{first.id} goes with {second.id}.")
    return Link(key, STREET, GUESSES, type_id, first, second, "candidate", provenance=said)


def propose(project: Path, links: Iterable[Link], *before: Edit, about: str = OWN) -> None:
    """Adds labels to the person's own pass, and a maker's pass about it with these links."""
    with Store.open(project, ACTOR) as store:
        if before:
            store.apply(before, "test")
        if MAKER.id not in store.actors:
            store.apply([AddActor(MAKER)], "candidates")
        made = Pass(GUESSES, STREET, "model", MAKER.id, store.schema_ref(), about)
        store.apply([OpenPass(made), *map(AddLink, links)], "candidates", actor_id=MAKER.id)


def a_hundred() -> tuple[list[Edit], list[Link]]:
    """Ten turns and ten boxes more, and every pair of them proposed, each a little surer than the last."""
    turns = [
        _label(f"turn_{n:02}", "mic", "c_speech", TimeSpan(n * 150 * _MS, (n * 150 + 300) * _MS))
        for n in range(10, 20)
    ]
    boxes = [_label(f"box_{n:02}", "cam", "c_person", _boxes(n)) for n in range(10)]
    pairs = [(turn, box) for turn in turns for box in boxes]
    links = [
        candidate(f"c{n:03}", "l_about", mark(turn.id), mark(box.id), 0.5 + n / 250)
        for n, (turn, box) in enumerate(pairs)
    ]
    return [AddAnnotation(one) for one in (*turns, *boxes)], links


def rivals() -> tuple[list[Edit], list[Link]]:
    """A noise that two vehicles are proposed for, of which the schema allows one."""
    noise = _label("noise", "mic", "c_noise", TimeSpan(500 * _MS, 900 * _MS))
    links = [
        candidate(key, "l_source", mark("noise"), thing(entity), score)
        for key, entity, score in (("first", "car", 0.9), ("second", "van", 0.7))
    ]
    return [AddAnnotation(noise)], links


def mixed() -> list[Link]:
    """One candidate for each two modalities of the street, the most uncertain first."""
    return [
        candidate("about", "l_about", mark("turn_2"), mark("box_car"), 0.5),
        candidate("pair", "l_same", mark("box_car"), mark("cube_van"), 0.6),
        candidate("row", "l_mentions", mark("row_van"), thing("van"), 0.7),
        candidate("said_car", "l_mentions", mark("m_car"), thing("car"), 0.8),
    ]


def _label(key: str, asset_id: str, class_id: str, anchor: TimeSpan | Track) -> Annotation:
    return Annotation(key, STREET, OWN, asset_id, class_id, anchor)


def _boxes(place: int) -> Track:
    x = 4.0 + 15 * place
    return Track((Keyframe(0, Box(x, 50, 12, 12)), Keyframe(1900 * _MS, Box(x, 52, 12, 12))))
