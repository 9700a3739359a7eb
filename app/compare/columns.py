"""The labels of one pass on the screen in the columns that matching reads."""

from crosstie.schema.anchors import anchor_kind
from crosstie.schema.records import Pass
from crosstie.schema.sample_state import SampleState
from crosstie.storage.columns import Columns, Tie


def columns_of(state: SampleState, opened: Pass) -> Columns:
    """The pass as the store would read it: annotations in the order of their ids."""
    mine = sorted(
        (one for one in state.annotations.values() if one.pass_id == opened.id), key=lambda one: one.id
    )
    links = sorted((one for one in state.links.values() if one.pass_id == opened.id), key=lambda one: one.id)
    return Columns(
        opened,
        [one.id for one in mine],
        [one.asset_id for one in mine],
        [one.class_id for one in mine],
        [anchor_kind(one.anchor) for one in mine],
        [one.entity_id for one in mine],
        [one.anchor for one in mine],
        [one.attributes for one in mine],
        {one.id: (one.type_id, one.name) for one in state.entities.values() if one.pass_id == opened.id},
        [
            Tie(
                one.id,
                one.type_id,
                one.status,
                one.from_end.kind,
                one.from_end.id,
                one.to_end.kind,
                one.to_end.id,
                one.provenance.score,
            )
            for one in links
        ],
    )
