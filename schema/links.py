"""What may be tied to what: link types against two ends, and in words why not."""

from collections.abc import Iterator

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import UNLIMITED, EndpointSpec, LinkTypeSpec
from crosstie.schema.endpoints import end_name, end_problem, endpoint_name, pass_of_end
from crosstie.schema.records import Annotation, End, Entity, Link
from crosstie.schema.sample_state import SampleState


class LinkOption(msgspec.Struct, frozen=True):
    """A link that could be made: its type, and which end is the origin."""

    type_id: str
    from_end: End
    to_end: End


def link_options(
    document: SchemaDocument, state: SampleState, first: End, second: End
) -> tuple[LinkOption, ...]:
    """Every link that may be made between two ends now, in the document's order.

    `first` as the origin comes before `second`; a symmetric type is offered in one direction only.
    """
    if _pair_problem(state, first, second):
        return ()
    return tuple(
        option
        for spec in document.links
        for option in _fitting(document, state, spec, first, second)
        if not standing_problem(document, state, spec, option.from_end, option.to_end)
    )


def why_not(document: SchemaDocument, state: SampleState, first: End, second: End) -> str:
    """Why link_options is empty, in one line: it names the nearest link type and what does not fit."""
    if problem := _pair_problem(state, first, second):
        return problem
    fitting = [
        (spec, option) for spec in document.links for option in _fitting(document, state, spec, first, second)
    ]
    for spec, option in fitting:
        if problem := standing_problem(document, state, spec, option.from_end, option.to_end):
            return problem
    pair = f"{end_name(document, state, first)} and {end_name(document, state, second)}"
    if not document.links:
        return f"The schema has no link types, so nothing can tie {pair}."
    return f"No link type ties {pair}. {_nearest(document, state, first, second)}"


def link_problem(document: SchemaDocument, state: SampleState, link: Link) -> str:
    """Why a link may not stand in the sample as given; empty when it may. It may stand there already."""
    spec = document.find_link_type(link.type_id)
    if spec is None:
        return f"the schema has no link type '{link.type_id}'"
    if problem := _pair_problem(state, *link.ends):
        return problem
    if problem := _pass_problem(state, link):
        return problem
    for end, endpoint in ((link.from_end, spec.from_end), (link.to_end, spec.to_end)):
        if problem := end_problem(document, state, endpoint, end):
            return f"'{_name(document, spec)}': {problem}"
    if link.status == "rejected":
        return ""
    return standing_problem(document, state, spec, *link.ends, certain=link.status == "certain", besides=link)


def own_links(state: SampleState, label: Annotation | Entity) -> Iterator[Link]:
    """The links at an annotation or entity that its own pass holds, candidates about the pass left out."""
    return (link for link in state.links_of(label.id) if link.pass_id == label.pass_id)


def standing_problem(
    document: SchemaDocument,
    state: SampleState,
    spec: LinkTypeSpec,
    from_end: End,
    to_end: End,
    *,
    certain: bool = True,
    besides: Link | None = None,
) -> str:
    """Why the links that stand leave no room for another one, `besides` (the one that is asked about) apart.

    The same two ends are tied once by a type in a pass, and only certain links fill a cardinality.
    """
    name, standing = _name(document, spec), _Standing(state, spec, from_end, besides)
    pairs = [(from_end, to_end)] + ([(to_end, from_end)] if spec.symmetric else [])
    # Asked at the end with fewer links: an entity may have ten thousand.
    quieter = min(from_end, to_end, key=lambda end: state.link_count(end.id))
    if any(link.ends in pairs for link in standing.at(quieter)):
        return f"They are already tied by '{name}'."
    if not certain:
        return ""
    for limited, end, at in ((spec.one_to, from_end, 0), (spec.one_from, to_end, 1)):
        if limited and any(
            end in (link.ends if spec.symmetric else (link.ends[at],)) for link in standing.certain_at(end)
        ):
            taken = _begun(end_name(document, state, end))
            return f"{taken} already has its one '{name}' link; remove that one first."
    most = spec.group.most if spec.group else UNLIMITED
    if most < UNLIMITED and sum(link.from_end == from_end for link in standing.certain_at(from_end)) >= most:
        taken = _begun(end_name(document, state, from_end))
        return f"{taken} already has all {most} '{name}' links; remove one first."
    return ""


class _Standing:
    """The links of one type in one pass that are not rejected, `besides` left out."""

    def __init__(self, state: SampleState, spec: LinkTypeSpec, from_end: End, besides: Link | None) -> None:
        self._state, self._type_id = state, spec.id
        self._pass_id = besides.pass_id if besides else pass_of_end(state, from_end)
        self._besides_id = besides.id if besides else ""

    def at(self, end: End) -> Iterator[Link]:
        """Those at an end."""
        for link in self._state.links_of(end.id):
            mine = link.type_id == self._type_id and link.pass_id == self._pass_id
            if mine and link.status != "rejected" and link.id != self._besides_id:
                yield link

    def certain_at(self, end: End) -> Iterator[Link]:
        """Those at an end that count for a cardinality."""
        return (link for link in self.at(end) if link.status == "certain")


def _pass_problem(state: SampleState, link: Link) -> str:
    opened, of_ends = state.passes.get(link.pass_id), pass_of_end(state, link.from_end)
    if opened is None or not opened.about:
        return "" if link.pass_id == of_ends else "The link is of another pass than its ends."
    if opened.about != of_ends:
        return "The candidate ties labels of another pass than the one that its pass is about."
    return "" if link.status == "candidate" else "A candidate pass holds candidates only."


def _fitting(
    document: SchemaDocument, state: SampleState, spec: LinkTypeSpec, first: End, second: End
) -> list[LinkOption]:
    options = [
        LinkOption(spec.id, from_end, to_end)
        for from_end, to_end in ((first, second), (second, first))
        if not end_problem(document, state, spec.from_end, from_end)
        and not end_problem(document, state, spec.to_end, to_end)
    ]
    return options[:1] if spec.symmetric else options


def _pair_problem(state: SampleState, first: End, second: End) -> str:
    for end in (first, second):
        if not state.holds(end):
            return f"The {end.kind} {end.id} is not in the sample."
    if first == second:
        return "A link needs two different ends."
    if pass_of_end(state, first) != pass_of_end(state, second):
        return "The two ends are from different passes; a link stays within one."
    return ""


def _nearest(document: SchemaDocument, state: SampleState, first: End, second: End) -> str:
    """The type and direction in which the fewest ends do not fit, and what is wrong with those."""
    tries = [
        (
            spec,
            [
                p
                for p in (
                    _misfit(document, state, spec.from_end, a),
                    _misfit(document, state, spec.to_end, b),
                )
                if p
            ],
        )
        for spec in document.links
        for a, b in ((first, second), (second, first))
    ]
    spec, problems = min(tries, key=lambda attempt: len(attempt[1]))
    ends = f"{endpoint_name(document, spec.from_end)} → {endpoint_name(document, spec.to_end)}"
    return f"Nearest is '{_name(document, spec)}' ({ends}): {'; '.join(problems)}."


def _misfit(document: SchemaDocument, state: SampleState, spec: EndpointSpec, end: End) -> str:
    problem = end_problem(document, state, spec, end)
    annotation = state.annotations.get(end.id) if problem and end.kind == "annotation" else None
    if annotation is None or annotation.entity_id:
        return problem
    fits = any(entity.id in spec.entities for entity in document.entity_types_for(annotation.class_id))
    return f"{problem}, but its entity could: assign one first (E)" if fits else problem


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _name(document: SchemaDocument, spec: LinkTypeSpec) -> str:
    return document.display_name(spec.id, document.languages[0])
