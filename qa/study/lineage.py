"""Which passes of a sample go back to which: copies they began with, and migrations of the schema."""

from collections.abc import Mapping
from typing import Final

from crosstie.schema.records import Pass, PassKind
from crosstie.schema.versions.succession import continued

_OWN_WORK: Final[tuple[PassKind, ...]] = ("assisted", "blind", "review", "adjudicated", "gold")


class Lineage:
    """Look-ups over one sample's passes. A pass and those that continue it under newer schemas are one."""

    def __init__(self, passes: Mapping[str, Pass]) -> None:
        self._passes = passes
        self.gone_on = continued(passes.values())

    def root(self, pass_id: str) -> str:
        """Return the pass that was continued first on the way to this one."""
        seen = {pass_id}
        found = self._passes.get(pass_id)
        while found is not None and found.migrated_from and found.migrated_from not in seen:
            pass_id = found.migrated_from
            seen.add(pass_id)
            found = self._passes.get(pass_id)
        return pass_id

    def same(self, one: str, other: str) -> bool:
        """Tell whether two ids are one pass, before or after a migration."""
        return self.root(one) == self.root(other)

    def sources(self, opened: Pass) -> tuple[Pass, ...]:
        """Return the passes that a pass began with a copy of, one after another, as first made."""
        found: dict[str, Pass] = {}
        began = opened.started_from
        while began:
            root = self.root(began)
            source = self._passes.get(root)
            if source is None or root in found:
                break
            found[root] = source
            began = source.started_from
        return tuple(found.values())

    def descends(self, opened: Pass, other: Pass) -> bool:
        """Tell whether a pass began with the labels of another, at once or through others."""
        return self.root(other.id) in {one.id for one in self.sources(opened)}

    def independent(self, one: Pass, other: Pass) -> bool:
        """Tell whether neither pass holds labels that the other's maker, or one third person, made for both.

        Both may have begun with the same pass of a model: then each person decided about it.
        """
        mine, others = ({self.root(p.id), *self._of_people(p)} for p in (one, other))
        return not mine & others

    def _of_people(self, opened: Pass) -> set[str]:
        return {source.id for source in self.sources(opened) if source.kind in _OWN_WORK}
