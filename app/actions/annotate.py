"""Actions on annotations: class, entity, keyframes, spans marked while playing, walking, deleting."""

from collections.abc import Callable
from functools import partial

from crosstie.app.actions.action import Action, always
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

    walk = parts.jump.walk
    return (
        _act("next_annotation", "Next annotation", partial(walk, +1), "Tab"),
        _act("previous_annotation", "Previous annotation", partial(walk, -1), "Shift+Tab", "Backtab"),
        _act(
            "entity",
            "Choose or make the entity",
            partial(choose_entity, parts),
            "E",
            when=annotation_selected,
        ),
        *_marks(marking),
        _act(
            "delete_keyframe",
            "Delete the keyframe here",
            partial(_delete_keyframe, parts),
            "Ctrl+Backspace",
            when=annotation_selected,
        ),
        _act("delete", "Delete", partial(_delete, parts), "Delete", "Backspace", when=editable),
        _act("go_selection", "Go to the selection", partial(_go_selection, parts), "G", when=selected),
        *(_class_action(parts, place) for place in range(DIGITS)),
    )


def _marks(marking: Marking) -> tuple[Action, ...]:
    begins = "Begins a time span at the playhead; works while playing"
    ends = "Ends the span that was begun, or moves the end of the selected one"
    return (
        _act("mark_in", "Mark in", marking.mark_in, "I", when=marking.possible, hint=begins),
        _act("mark_out", "Mark out", marking.mark_out, "O", when=marking.possible, hint=ends),
    )


def _class_action(parts: Parts, place: int) -> Action:
    """The digit for the class at a place, from 0, of those that fit where the hand is."""
    return Action(
        f"class_{place + 1}",
        f"Class {place + 1}",
        "Annotate",
        partial(parts.classes.choose, place),
        (str(place + 1),),
        when=lambda: bool(parts.classes.name_at(place)),
        about=lambda: parts.classes.name_at(place),
    )


def _act(
    name: str,
    title: str,
    run: Callable[[], object],
    *keys: str,
    when: Callable[[], bool] = always,
    hint: str = "",
) -> Action:
    return Action(name, title, "Annotate", run, keys, when, hint=hint)


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
