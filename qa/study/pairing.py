"""Which pass of a sample is compared with which, and what cannot be compared."""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import Final

import msgspec

from crosstie.qa.checking.choice import chosen_passes
from crosstie.qa.study.lineage import Lineage
from crosstie.qa.study.pods import Pods
from crosstie.qa.study.row import Comparison
from crosstie.schema.records import Actor, Pass, PassKind

PEOPLES_KINDS: Final[tuple[PassKind, ...]] = ("assisted", "blind", "review")
"""The kinds of pass in which a person labels by themselves; the others are references or a model's."""


class Pairing(msgspec.Struct, frozen=True):
    """Two passes to compare: `first` is the reference, or of two equals the one whose pod and name come
    first. `blind` and `suggested` are of a comparison of bias: its blind pass and what was suggested.
    """

    comparison: Comparison
    first: Pass
    second: Pass
    judged: tuple[Pass, ...]
    blind: Pass | None = None
    suggested: tuple[Pass, ...] = ()

    @property
    def passes(self) -> tuple[str, ...]:
        """The ids of the passes, the judged one last."""
        others = (self.first, *self.suggested, *([self.blind] if self.blind else ()))
        return tuple(dict.fromkeys((*(one.id for one in others), self.second.id)))


class Pairs:
    """The pairs of one sample's passes, oldest first; `refused` are reasons why something was left out."""

    def __init__(self, passes: Mapping[str, Pass], actors: Mapping[str, Actor], pods: Pods) -> None:
        self._all, self._actors, self._pods = passes, actors, pods
        self._lineage = Lineage(passes)
        standing = [one for one in passes.values() if one.id not in self._lineage.gone_on]
        self._standing = standing
        self._people = self._newest(
            one for one in standing if one.kind in PEOPLES_KINDS and actors[one.actor_id].kind == "human"
        )
        self._models = self._newest(one for one in standing if one.kind == "model" and self._readable(one))
        settled = chosen_passes(passes, "", "")
        self.settled = settled[0] if settled else None
        self.refused: set[str] = set()

    def of(self, asked: Collection[Comparison]) -> Iterator[Pairing]:
        """Yield every pair of the comparisons asked for. `refused` is whole when all were taken."""
        equals = (
            [one for one in self._equals() if one.comparison in asked] if self._wants_equals(asked) else ()
        )
        yield from equals
        if "accuracy" in asked:
            yield from self._accuracy()
        if "bias" in asked:
            yield from self._bias()
        if "model" in asked:
            yield from self._model()

    def name(self, opened: Pass) -> str:
        """Return the name of who made a pass."""
        return self._actors[opened.actor_id].name

    def pod(self, opened: Pass) -> str:
        """Return the pod of who made a pass; empty for none."""
        return self._pods.of_person.get(self.name(opened), "")

    def _readable(self, model: Pass) -> bool:
        """Tell whether a model's pass is of now: of candidates, whether the pass they tie still stands."""
        return not model.about or (model.about in self._all and model.about not in self._lineage.gone_on)

    @staticmethod
    def _wants_equals(asked: Collection[Comparison]) -> bool:
        return "agreement" in asked or "team" in asked

    def _newest(self, passes: Iterator[Pass]) -> list[Pass]:
        """Return the newest pass of each person and kind, and of candidates those about one pass."""
        return list(
            {(self.name(one), one.kind, self._lineage.root(one.about)): one for one in passes}.values()
        )

    def _equals(self) -> Iterator[Pairing]:
        """Yield agreement, and team where the two are of two pods."""
        if len({self.name(one) for one in self._people}) == 1:
            self.refused.add("only one person labelled it, so nobody agrees or disagrees")
        for one, other in combinations(self._people, 2):
            if self.name(one) == self.name(other):
                continue
            if not self._lineage.independent(one, other):
                self.refused.add("two passes share labels that one person made: they are not independent")
            elif self._same_schema(one, other):
                ordered = sorted((one, other), key=lambda p: (self.pod(p), self.name(p), p.kind, p.id))
                first, second = ordered
                yield Pairing("agreement", first, second, (first, second))
                if self.pod(first) and self.pod(second) and self.pod(first) != self.pod(second):
                    yield Pairing("team", first, second, (first, second))

    def _accuracy(self) -> Iterator[Pairing]:
        newest = {self.name(one): one for one in self._in_order(self._people)}
        if not newest:
            return
        reference = self._reference()
        if reference is None:
            self.refused.add("it has neither a gold nor an adjudicated pass to hold labels against")
            return
        for one in newest.values():
            if self._lineage.descends(one, reference):
                self.refused.add(f"a pass began with a copy of the {reference.kind} labels")
            elif self._same_schema(reference, one):
                yield Pairing("accuracy", reference, one, (one,))

    def _bias(self) -> Iterator[Pairing]:
        blind = {self.name(one): one for one in self._people if one.kind == "blind"}
        assisted = [one for one in self._people if one.kind == "assisted"]
        if not blind or not assisted:
            return
        reference = self._reference()
        if reference is None:
            self.refused.add("no gold or adjudicated pass says which suggestions were right")
            return
        for one in assisted:
            beside = blind.get(self.name(one)) or list(blind.values())[-1]
            suggested = self._suggested(one)
            if not suggested:
                self.refused.add("blind and assisted passes, but no pass of a model that suggested anything")
            elif all(self._same_schema(reference, two) for two in (one, beside, *suggested)):
                judged = (one, beside)
                yield Pairing("bias", reference, one, judged, beside, suggested)

    def _suggested(self, assisted: Pass) -> tuple[Pass, ...]:
        """Return the passes whose labels were suggested: where it began with a model's, that one's.

        Besides, the candidate links that are about it.
        """
        began = [one for one in self._models if not one.about and self._lineage.descends(assisted, one)]
        whole = began or [one for one in self._models if not one.about]
        links = [one for one in self._models if one.about and self._lineage.same(one.about, assisted.id)]
        return (*whole, *links)

    def _model(self) -> Iterator[Pairing]:
        for one in self._models:
            if self.settled is None:
                self.refused.add("a model labelled it, and no settled pass says what is right")
            elif self._same_schema(self.settled, one):
                yield Pairing("model", self.settled, one, (one,))

    def _reference(self) -> Pass | None:
        """Return the newest gold pass, else the newest adjudicated one."""
        for kind in ("gold", "adjudicated"):
            found = [one for one in self._standing if one.kind == kind]
            if found:
                return found[-1]
        return None

    def _in_order(self, passes: list[Pass]) -> list[Pass]:
        place = {key: at for at, key in enumerate(self._all)}
        return sorted(passes, key=lambda one: place[one.id])

    def _same_schema(self, one: Pass, other: Pass) -> bool:
        if one.schema.sha256 == other.schema.sha256:
            return True
        names = sorted({f"{s.id} {s.version}" for s in (one.schema, other.schema)})
        said = " and ".join(names) if len(names) > 1 else f"two documents of {names[0]}"
        self.refused.add(f"passes under {said} are not compared; migrate the project first")
        return False
