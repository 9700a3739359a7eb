"""Actions on annotations: class, entity, keyframes, spans marked while playing, walking, deleting."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.class_rail import DIGITS
from crosstie.app.entity_choice import choose_entity
from crosstie.app.marking import Marking
from crosstie.app.parts import Parts
from crosstie.schema.anchors import Track
from crosstie.schema.edits import SetKeyframe
from crosstie.schema.gestures import delete
from crosstie.schema.records import Annotation, End


def annotate_actions(parts: Parts, marking: Marking) -> tuple[Action, ...]:
    """What is done to annotations."""
    context = parts.context

    def selected() -> bool:
        return context.selection.primary is not None

    def annotation_selected() -> bool:
        return selected_annotation(parts) is not None

    def editable() -> bool:
        return selected() and not context.read_only

    digits = tuple(
        Action(
            f"class_{place + 1}",
            f"Class {place + 1}",
            "Annotate",
            partial(parts.classes.choose, place),
            (str(place + 1),),
        )
        for place in range(DIGITS)
    )
    return (
        Action("next_annotation", "Next annotation", "Annotate", partial(parts.jump.walk, +1), ("Tab",)),
        Action(
            "previous_annotation",
            "Previous annotation",
            "Annotate",
            partial(parts.jump.walk, -1),
            ("Shift+Tab", "Backtab"),
        ),
        Action(
            "entity",
            "Choose or make the entity",
            "Annotate",
            partial(choose_entity, parts),
            ("E",),
            annotation_selected,
        ),
        Action(
            "mark_in",
            "Mark in",
            "Annotate",
            marking.mark_in,
            ("I",),
            marking.possible,
            hint="Begins a time span at the playhead; works while playing",
        ),
        Action(
            "mark_out",
            "Mark out",
            "Annotate",
            marking.mark_out,
            ("O",),
            marking.possible,
            hint="Ends the span that was begun, or moves the end of the selected one",
        ),
        Action(
            "delete_keyframe",
            "Delete the keyframe here",
            "Annotate",
            partial(_delete_keyframe, parts),
            ("Ctrl+Backspace",),
            annotation_selected,
        ),
        Action("delete", "Delete", "Annotate", partial(_delete, parts), ("Delete", "Backspace"), editable),
        Action(
            "go_selection", "Go to the selection", "Annotate", partial(_go_selection, parts), ("G",), selected
        ),
        *digits,
    )


def selected_annotation(parts: Parts) -> Annotation | None:
    """The primary, when it is an annotation."""
    ref = parts.context.selection.primary
    return parts.context.state.annotations.get(ref.id) if ref is not None else None


def _delete(parts: Parts) -> None:
    """Deletes all that is selected, with the links that would lose an end, as one gesture."""
    context = parts.context
    context.submit(delete(context.state, [ref.id for ref in context.selection.refs]), "delete")


def _delete_keyframe(parts: Parts) -> None:
    context, annotation = parts.context, selected_annotation(parts)
    if annotation is None or not isinstance(annotation.anchor, Track):
        return
    asset = context.state.assets[annotation.asset_id]
    now_ns = asset.clock.asset_from_sample(context.timeline.now_ns)
    keyframes = annotation.anchor.keyframes
    nearest = min(keyframes, key=lambda keyframe: abs(keyframe.at_ns - now_ns))
    half_a_frame_ns = 50_000_000
    if abs(nearest.at_ns - now_ns) > half_a_frame_ns:
        context.say("No keyframe here. Keyframes are the ticks on the track's bar in the lanes.", "info")
    elif len(keyframes) == 1:
        context.say("This is the track's only keyframe. Delete the track instead.", "info")
    else:
        edit = SetKeyframe(annotation.sample_id, annotation.id, nearest.at_ns, nearest, None)
        context.submit((edit,), "delete keyframe")


def _go_selection(parts: Parts) -> None:
    ref = parts.context.selection.primary
    if ref is None:
        return
    link = parts.context.state.links.get(ref.id)
    if link is not None:
        parts.jump.to_end(link.to_end)
    else:
        parts.jump.to_end(End("entity" if ref.kind == "entity" else "annotation", ref.id))
