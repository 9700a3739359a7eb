"""Which pass candidates are about, and what of it a maker is shown."""

from collections.abc import Iterable, Iterator
from typing import Final, get_args

import msgspec

from crosstie.app.prelabelling.maker import Maker
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import LinkTypeSpec
from crosstie.schema.endpoints import annotation_problem
from crosstie.schema.errors import CrosstieError
from crosstie.schema.links import standing_problem
from crosstie.schema.records import Annotation, Link, Pass, PassKind
from crosstie.schema.sample_state import SampleState, StateRecord

_HUMAN: Final[tuple[PassKind, ...]] = ("assisted", "review", "adjudicated")
_KINDS: Final[tuple[PassKind, ...]] = get_args(PassKind)


class PassRefused(CrosstieError):
    """The pass that was named may not be looked at by makers."""


def pass_to_help(state: SampleState) -> Pass | None:
    """The pass that candidates are made about: the newest that a person works in, else the gold one.

    Never a blind pass: whoever works blind is not to be helped.
    """
    passes = list(state.passes.values())
    human = [one for one in passes if one.kind in _HUMAN]
    gold = [one for one in passes if one.kind == "gold"]
    return human[-1] if human else gold[-1] if gold else None


def pass_named(state: SampleState, wanted: str) -> Pass | None:
    """The pass with this id, or the newest of this kind, to measure against. Raises PassRefused."""
    if wanted in _KINDS:
        passes = [one for one in state.passes.values() if one.kind == wanted and not one.about]
        found = passes[-1] if passes else None
    else:
        found = state.passes.get(wanted)
    if wanted == "blind" or (found is not None and found.kind == "blind"):
        raise PassRefused("blind passes are not shown to candidate makers; name a gold or a reviewed pass")
    if found is not None and found.about:
        raise PassRefused(f"pass {found.id} holds candidates itself; name the pass {found.about}")
    return found


def shown_to(maker: Maker, document: SchemaDocument, state: SampleState, pass_id: str) -> SampleState:
    """One pass's annotations and entities, without links, and without the entities that tell the answer."""
    types = types_for(maker, document)
    return SampleState(state.sample_id, _shown(maker, document, state, pass_id, types))


def types_for(maker: Maker, document: SchemaDocument) -> tuple[LinkTypeSpec, ...]:
    """The link types of a schema that a maker proposes."""
    return tuple(spec for spec in document.links if maker.fits(document, spec))


def room_for(document: SchemaDocument, state: SampleState, pass_id: str, link: Link) -> bool:
    """Whether a person could still accept a proposed link: nobody decided on it, nothing fills its place."""
    spec = document.find_link_type(link.type_id)
    if spec is None or not all(map(state.holds, link.ends)):
        return False
    pairs = (link.ends, link.ends[::-1]) if spec.symmetric else (link.ends,)
    decided = (
        other
        for other in state.links_of(link.from_end.id)
        if other.type_id == link.type_id and other.pass_id == pass_id and other.ends in pairs
    )
    in_pass = msgspec.structs.replace(link, pass_id=pass_id)
    return not any(decided) and not standing_problem(document, state, spec, *link.ends, besides=in_pass)


def _shown(
    maker: Maker,
    document: SchemaDocument,
    state: SampleState,
    pass_id: str,
    types: Iterable[LinkTypeSpec],
) -> Iterator[StateRecord]:
    ends = [end for spec in types for end in (spec.from_end, spec.to_end)]

    def tells(annotation: Annotation) -> bool:
        kind = state.assets[annotation.asset_id].kind
        return any(not annotation_problem(document, end, annotation, kind) for end in ends)

    yield state.sample
    yield from state.assets.values()
    yield state.passes[pass_id]
    yield from (entity for entity in state.entities.values() if entity.pass_id == pass_id)
    for annotation in state.annotations.values():
        if annotation.pass_id == pass_id:
            hidden = maker.hides_entities and annotation.entity_id and tells(annotation)
            yield msgspec.structs.replace(annotation, entity_id="") if hidden else annotation
