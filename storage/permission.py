"""Who may make which edit, and who may see which pass."""

from collections.abc import Mapping

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.errors import EditRefused
from crosstie.schema.records import Pass, PassKind
from crosstie.schema.sample_state import SampleState
from crosstie.schema.versions.succession import continued

_AFTER_BLIND: tuple[PassKind, ...] = ("review", "adjudicated")


def pass_of(state: SampleState, edit: ed.Edit) -> Pass | None:
    """The pass that an edit of labels writes into; None for edits that write into none.

    Raises EditRefused when the edit names a pass, an annotation or a link that is not there.
    """
    match edit:
        case ed.AddAnnotation(annotation=label) | ed.RemoveAnnotation(annotation=label):
            pass_id = label.pass_id
        case ed.AddEntity(entity=entity) | ed.RemoveEntity(entity=entity):
            pass_id = entity.pass_id
        case ed.AddLink(link=link) | ed.RemoveLink(link=link):
            pass_id = link.pass_id
        case ed.AddLeftover() | ed.RemoveLeftover() | ed.SetLeftover():
            pass_id = _pass_of_leftover(edit)
        case ed.SetEntity(before=before, after=after):
            same = (before.id, before.sample_id, before.pass_id) == (after.id, after.sample_id, after.pass_id)
            if not same:
                raise EditRefused(f"entity {before.id} cannot change its id, its sample or its pass")
            pass_id = before.pass_id
        case ed.SetAnchor() | ed.SetKeyframe() | ed.SetMeaning() | ed.SetEntityOf():
            annotation = state.annotations.get(edit.annotation_id)
            pass_id = annotation.pass_id if annotation else ""
        case ed.SetLink(link_id=link_id):
            set_link = state.links.get(link_id)
            pass_id = set_link.pass_id if set_link else ""
        case _:
            return None
    return state.passes.get(pass_id)


def _pass_of_leftover(edit: ed.AddLeftover | ed.RemoveLeftover | ed.SetLeftover) -> str:
    if not isinstance(edit, ed.SetLeftover):
        return edit.leftover.pass_id
    before, after = edit.before, edit.after
    if msgspec.structs.replace(before, decision=after.decision, label_id=after.label_id) != after:
        raise EditRefused(f"leftover {before.id} changes in its decision alone")
    return before.pass_id


def require_own_pass(edit: ed.Edit, opened: Pass | None, actor_id: str, passes: Mapping[str, Pass]) -> None:
    """Raises EditRefused when `actor_id` would write into another actor's pass, or open one for them.

    Nor does anybody write into a pass that goes on in another one under a newer schema: it is the original.
    """
    if isinstance(edit, ed.OpenPass) and edit.opened.migrated_from:
        raise EditRefused(f"pass {edit.opened.id} can continue another under a new schema by migration alone")
    owned = edit.opened if isinstance(edit, ed.OpenPass) else opened
    if owned is not None and owned.actor_id != actor_id:
        raise EditRefused(
            f"pass {owned.id} belongs to another actor; start a pass of your own to change its annotations"
        )
    if opened is not None and opened.id in continued(passes.values()):
        raise EditRefused(f"pass {opened.id} goes on under a newer schema; change its annotations there")


def require_migration(edit: ed.Edit, opened: Pass | None, state: SampleState) -> None:
    """Raises EditRefused for an edit that is none of those by which a migration continues a pass.

    It may open a pass for the actor of the one that it continues, and add labels and leftovers to it.
    """
    if isinstance(edit, ed.OpenPass):
        old, new = state.passes.get(edit.opened.migrated_from), edit.opened
        if old is None or (old.actor_id, old.kind) != (new.actor_id, new.kind):
            raise EditRefused(f"pass {new.id} does not continue a pass of the same actor and kind")
        return
    adds = isinstance(edit, ed.AddAnnotation | ed.AddEntity | ed.AddLink | ed.AddLeftover)
    if opened is None or not opened.migrated_from or not adds:
        raise EditRefused("a migration adds to the passes that it opens, and does nothing else")


def visible_passes(passes: Mapping[str, Pass], actor_id: str, for_pass: str | None) -> frozenset[str]:
    """The passes of a sample that may be loaded for an actor who works in `for_pass`.

    Who works blind gets that pass alone. Who has worked blind on the sample and is not reviewing it gets
    their own passes only. Without `for_pass` the actor's newest pass counts.
    """
    mine = [one for one in passes.values() if one.actor_id == actor_id]
    newest = mine[-1] if mine else None
    active = passes.get(for_pass) if for_pass else newest
    if active is not None and active.kind == "blind" and active.actor_id == actor_id:
        return frozenset((active.id,))
    reviewing = active is not None and active.actor_id == actor_id and active.kind in _AFTER_BLIND
    if any(one.kind == "blind" for one in mine) and not reviewing:
        return frozenset(one.id for one in mine)
    return frozenset(passes)


def seen_through(state: SampleState, pass_ids: frozenset[str]) -> SampleState:
    """A copy of a sample's state that holds the named passes and their labels alone."""
    kept = (
        record
        for record in state.records()
        if (record.id if isinstance(record, Pass) else getattr(record, "pass_id", None)) in pass_ids
        or not (isinstance(record, Pass) or hasattr(record, "pass_id"))
    )
    return SampleState(state.sample_id, kept)
