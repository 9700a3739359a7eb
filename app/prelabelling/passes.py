"""Writes what makers propose: to each sample one pass a maker, about the pass that it looked at."""

from collections.abc import Iterable, Iterator

import msgspec

from crosstie.app.prelabelling.found import Found, SampleFound
from crosstie.schema.edits import AddActor, AddLink, Edit, OpenPass
from crosstie.schema.ids import new_id
from crosstie.schema.records import Actor, Link, Pass, Provenance, SchemaRef
from crosstie.storage.store import Store


class Written(msgspec.Struct, frozen=True):
    """What stands now of one maker in one sample: how many candidates, and whether they were there before."""

    maker: str
    count: int
    renewed: bool


class PassWriter:
    """Opens candidate passes in a project. Each maker is one actor, made known when it first writes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._actors = {one.name: one.id for one in store.actors.values() if one.kind == "model"}

    def write(self, found: SampleFound, schema: SchemaRef) -> tuple[Written, ...]:
        """Writes a sample's candidates, each maker's in one gesture, durably.

        What a maker proposed before, and proposes again unchanged, is left as it stands.
        """
        return tuple(self._written(found, one, schema) for one in found.found)

    def _written(self, sample: SampleFound, found: Found, schema: SchemaRef) -> Written:
        if not found.standing:
            actor_id = self._actor(found.maker)
            opened = Pass(new_id(), sample.sample_id, "model", actor_id, schema, sample.pass_id)
            edits: list[Edit] = [OpenPass(opened), *_links(opened, found)]
            self._store.apply(edits, "candidates", actor_id=actor_id)
        return Written(found.maker, len(found.proposals), not found.standing)

    def _actor(self, name: str) -> str:
        if name not in self._actors:
            actor = Actor(new_id(), "model", name)
            self._store.apply([AddActor(actor)], "candidates")
            self._actors[name] = actor.id
        return self._actors[name]


def _links(opened: Pass, found: Found) -> Iterator[AddLink]:
    for one in found.proposals:
        said = Provenance("model", model=found.maker, score=one.score, reason=one.reason)
        yield AddLink(
            Link(
                new_id(),
                opened.sample_id,
                opened.id,
                one.type_id,
                one.from_end,
                one.to_end,
                "candidate",
                provenance=said,
            )
        )


def counted(written: Iterable[Written]) -> int:
    """How many candidates stand."""
    return sum(one.count for one in written)
