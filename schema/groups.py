"""The links of one type from one origin as one tie with many ends, and moving one of them in its order."""

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.document import SchemaDocument
from crosstie.schema.gestures import Edits
from crosstie.schema.links import own_links
from crosstie.schema.records import Link
from crosstie.schema.sample_state import SampleState


def group_of(state: SampleState, link: Link) -> tuple[Link, ...]:
    """The links of a link's type that share its origin and pass, by place; rejected ones are left out."""
    origin = state.annotations.get(link.from_end.id) or state.entities.get(link.from_end.id)
    if origin is None:
        return ()
    kept = (
        one
        for one in own_links(state, origin)
        if one.type_id == link.type_id and one.from_end == link.from_end and one.status != "rejected"
    )
    return tuple(sorted(kept, key=lambda one: (one.place == 0, one.place, one.id)))


def is_ordered(document: SchemaDocument, link: Link) -> bool:
    """Whether places say something among the links of this type."""
    spec = document.find_link_type(link.type_id)
    return spec is not None and spec.group is not None and spec.group.ordered


def move_in_group(state: SampleState, link: Link, place: int) -> Edits:
    """Gives a link another place in its group, from 1; the others close up around it."""
    group = list(group_of(state, link))
    if link not in group:
        return ()
    group.remove(link)
    group.insert(min(max(place, 1), len(group) + 1) - 1, link)
    edits: list[ed.ReversibleEdit] = []
    for number, one in enumerate(group, start=1):
        before = ed.LinkState.of(one)
        if before.place != number:
            after = msgspec.structs.replace(before, place=number)
            edits.append(ed.SetLink(one.sample_id, one.id, before, after))
    return tuple(edits)
