"""Which steps, in which order, bring labels from one schema document to another."""

from collections.abc import Iterable, Sequence

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import MigrationSpec
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.versions.differences import diff
from crosstie.schema.versions.moving import PlacedStep
from crosstie.schema.versions.step_checks import step_problems
from crosstie.schema.versions.steps import step_name

Version = tuple[str, str]
"""A schema's id and version."""


class Plan(msgspec.Struct, frozen=True):
    """The way from `origin` to `target`. With `back` it takes back `steps`, which once led the other way."""

    origin: SchemaDocument
    target: SchemaDocument
    steps: tuple[PlacedStep, ...] = ()
    back: bool = False

    @property
    def title(self) -> str:
        """From where to where, for the trail."""
        return f"{_name(version_of(self.origin))} → {_name(version_of(self.target))}"


class _Way(msgspec.Struct, frozen=True):
    """One migration and where it stands."""

    start: Version
    end: Version
    steps: tuple[PlacedStep, ...]


def version_of(document: SchemaDocument) -> Version:
    """A document's id and version."""
    return (document.id, document.version)


def plan_migration(
    origin: SchemaDocument, target: SchemaDocument, others: Iterable[SchemaDocument] = ()
) -> Plan:
    """The migrations that lead from `origin` to `target`, over versions between them if need be.

    They are looked for in `target` and in `others`, the project's own documents. Where none leads there but
    some lead from `target` to `origin`, those are taken back. Where no difference needs a step, none is asked
    for. Raises SchemaInvalid when there is no way, or a step names what the older version has not.
    """
    documents = (target, origin, *others)
    ways = _ways(documents)
    if (found := _route(ways, version_of(origin), version_of(target))) is not None:
        steps = tuple(step for way in found for step in way.steps)
        if problems := step_problems(origin, target, steps):
            raise SchemaInvalid(f"{problems[0]}{_more(problems)}", problems)
        return Plan(origin, target, steps)
    if (found := _route(ways, version_of(target), version_of(origin))) is not None:
        return Plan(origin, target, tuple(step for way in found for step in way.steps), back=True)
    needed = [one for one in diff(origin, target) if one.needs_step]
    if origin.id == target.id and not needed:
        return Plan(origin, target)
    raise SchemaInvalid(_no_way(origin, target, tuple(f"{one.place}: {one.what}" for one in needed)))


def _ways(documents: Sequence[SchemaDocument]) -> dict[Version, list[_Way]]:
    ways: dict[Version, list[_Way]] = {}
    for document in documents:
        for at, spec in enumerate(document.migrations):
            start = (spec.schema_id or document.id, spec.from_version)
            end = (document.id, spec.to_version or document.version)
            way = _Way(start, end, placed_steps(document, at, spec))
            ways.setdefault(start, []).append(way)
    return ways


def placed_steps(document: SchemaDocument, at: int, spec: MigrationSpec) -> tuple[PlacedStep, ...]:
    """The steps of the document's migration number `at`, counted from 0, each with its place."""
    where = f"{_name(version_of(document))} migrations[{at}]"
    return tuple(
        PlacedStep(f"{where}.steps[{number}].{step_name(step)}", step)
        for number, step in enumerate(spec.steps)
    )


def _route(ways: dict[Version, list[_Way]], start: Version, end: Version) -> tuple[_Way, ...] | None:
    """The way with the fewest migrations; of two the one found first."""
    if start == end:
        return ()
    tried: list[tuple[Version, tuple[_Way, ...]]] = [(start, ())]
    seen = {start}
    for at, passed in tried:
        for way in ways.get(at, ()):
            if way.end == end:
                return (*passed, way)
            if way.end not in seen:
                seen.add(way.end)
                tried.append((way.end, (*passed, way)))
    return None


def _no_way(origin: SchemaDocument, target: SchemaDocument, needed: Sequence[str]) -> str:
    told = f"; {len(needed)} differences need one, first {needed[0]}" if needed else ""
    return (
        f"no migration leads from {_name(version_of(origin))} to {_name(version_of(target))}{told}; "
        f"add one to 'migrations' (`crosstie schema diff` lists what it has to say)"
    )


def _more(problems: Sequence[str]) -> str:
    return f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""


def _name(version: Version) -> str:
    return " ".join(version)
