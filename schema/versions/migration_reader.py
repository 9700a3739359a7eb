"""Reads a document's migrations: their steps, and that neither steps nor versions lead in a circle."""

from collections.abc import Mapping, Sequence

import msgspec

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import MigrationSpec
from crosstie.schema.versions.step_reader import Target, read_step
from crosstie.schema.versions.steps import Step, moves, sources
from crosstie.schema.versions.version_number import read_version
from crosstie.schema.yaml_node import IDENTIFIER, Node

_KEYS = ("schema", "from", "to", "steps")


class Here(msgspec.Struct, frozen=True):
    """The document that the migrations stand in."""

    id: str
    version: str
    languages: Sequence[str]
    declared: Declared


def read_migrations(nodes: Sequence[Node], here: Here) -> tuple[MigrationSpec, ...]:
    """The migrations at `nodes`, in their order."""
    found = [(node, _migration(node, here)) for node in nodes]
    leads = {_start(spec, here): spec.to_version or here.version for _, spec in found}
    seen: dict[tuple[str, str], str] = {}
    for node, spec in found:
        start = _start(spec, here)
        if not all((*start, here.id, here.version)):
            continue
        if start in seen:
            node.problem(f"{start[0]} {start[1]} is already migrated at {seen[start]}")
        seen[start] = node.place
        if problem := _way_problem(start, leads, here):
            node.problem(problem)
    return tuple(spec for _, spec in found)


def _migration(node: Node, here: Here) -> MigrationSpec:
    fields = node.fields(_KEYS, required=("from", "steps"))
    to_version = read_version(fields["to"]) if "to" in fields else ""
    inner = not to_version or to_version == here.version
    members = fields.members("steps")
    schema_id = fields["schema"].identifier() if "schema" in fields else ""
    declared = here.declared if inner else None
    target = Target(declared, here.languages, _passing(members), schema_id not in ("", here.id))
    read = [(member, read_step(member, target)) for member in members]
    steps = [(member, step) for member, step in read if step is not None]
    for member, step in steps:
        if circle := _circle(step, [other for _, other in steps]):
            member.problem(f"these steps lead in a circle: {' → '.join(circle)}")
            break
    return MigrationSpec(
        read_version(fields["from"]) if "from" in fields else "",
        tuple(step for _, step in steps),
        schema_id,
        to_version,
    )


def _start(spec: MigrationSpec, here: Here) -> tuple[str, str]:
    """The schema and version that a migration takes labels from."""
    return (spec.schema_id or here.id, spec.from_version)


def _passing(members: Sequence[Node]) -> frozenset[str]:
    """Ids that steps take labels from, as far as they can be told before the steps are read."""
    found: set[str] = set()
    for member in members:
        inner = next(iter(member.value.values()), None) if isinstance(member.value, dict) else None
        if isinstance(inner, dict):
            listed = inner.get("ids")
            named = [inner.get("id"), *(listed if isinstance(listed, list) else ())]
            moved = any(key in inner for key in ("to", "into", "ids"))
            found |= {one for one in named if moved and isinstance(one, str) and IDENTIFIER.fullmatch(one)}
    return frozenset(found)


def _circle(first: Step, steps: Sequence[Step]) -> tuple[str, ...]:
    """The ids by which labels would come back to where `first` takes them from; empty where they do not."""
    onward: dict[str, list[str]] = {}
    for step in steps:
        for old, new in moves(step):
            onward.setdefault(old, []).append(new)
    for start in sources(first):
        way = _way_back(start, onward)
        if way:
            return way
    return ()


def _way_back(start: str, onward: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    paths: list[tuple[str, ...]] = [(start, after) for after in onward.get(start, ())]
    visited: set[str] = set()
    while paths:
        path = paths.pop()
        if path[-1] == start:
            return path
        if path[-1] not in visited:
            visited.add(path[-1])
            paths += [(*path, after) for after in onward.get(path[-1], ())]
    return ()


def _way_problem(start: tuple[str, str], leads: Mapping[tuple[str, str], str], here: Here) -> str:
    """Why following the migrations from a version does not end at this document."""
    at, passed = start, [start]
    while at != (here.id, here.version):
        if at not in leads:
            return f"nothing leads on from {at[1]} to {here.version}; add a migration from {at[1]}"
        at = (here.id, leads[at])
        if at in passed:
            return f"the migrations lead in a circle: {' → '.join(version for _, version in (*passed, at))}"
        passed.append(at)
    return "" if len(passed) > 1 else f"a migration from {start[1]} to itself"
