"""What a gesture is called in menus and in the history."""

from collections.abc import Sequence

from crosstie.schema import edits as ed
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.records import Annotation
from crosstie.viewers.context import PaneContext


def gesture_title(edits: Sequence[ed.Edit], context: PaneContext) -> str:
    """A few words for a gesture, told by its weightiest edit: "add box car", "tie same object"."""
    if not edits:
        return ""
    weight = {kind: place for place, kind in enumerate(_WEIGHTIEST_FIRST)}
    return edit_title(min(edits, key=lambda edit: weight.get(type(edit), len(weight))), context)


_WEIGHTIEST_FIRST: tuple[type, ...] = (
    ed.OpenPass,
    ed.RemoveAnnotation,
    ed.AddAnnotation,
    ed.RemoveEntity,
    ed.AddEntity,
    ed.RemoveLink,
    ed.AddLink,
    ed.SetAnchor,
    ed.SetKeyframe,
)


def edit_title(edit: ed.Edit, context: PaneContext) -> str:
    """A few words for one edit."""
    match edit:
        case ed.AddAnnotation(annotation=annotation):
            return f"add {_annotation_words(annotation, context)}"
        case ed.RemoveAnnotation(annotation=annotation):
            return f"delete {_annotation_words(annotation, context)}"
        case ed.AddEntity(entity=entity):
            return f"new entity {entity.name}"
        case ed.RemoveEntity(entity=entity):
            return f"delete entity {entity.name}"
        case ed.SetEntity(before=before, after=after):
            return f"rename {before.name} to {after.name}"
        case ed.AddLink(link=link):
            return f"tie {_name(context, link.type_id)}"
        case ed.RemoveLink(link=link):
            return f"untie {_name(context, link.type_id)}"
        case ed.SetAnchor():
            return "move"
        case ed.SetKeyframe(before=before_keyframe, after=after_keyframe):
            return _keyframe_words(before_keyframe is None, after_keyframe is None)
        case ed.SetMeaning(before=meaning, after=new):
            if meaning.class_id != new.class_id:
                return f"change class to {_name(context, new.class_id)}"
            return "change attributes"
        case ed.SetEntityOf():
            return "change entity"
        case ed.SetLink():
            return "change link"
        case ed.SetAssetClock(asset_id=asset_id):
            return f"shift {asset_id}"
        case ed.OpenPass(opened=opened):
            return f"start {opened.kind} pass"
        case ed.AddSample(sample=sample):
            return f"add sample {sample.id}"
        case ed.AddAsset(asset=asset):
            return f"add asset {asset.id}"
        case ed.AddActor(actor=actor):
            return f"add actor {actor.name}"
        case ed.UseSchema(after=schema):
            return f"use schema {schema.id} {schema.version}"


def _annotation_words(annotation: Annotation, context: PaneContext) -> str:
    kind = anchor_kind(annotation.anchor).replace("_", " ")
    return f"{_name(context, annotation.class_id)} {kind}"


def _keyframe_words(was_none: bool, is_none: bool) -> str:
    if was_none:
        return "add keyframe"
    return "delete keyframe" if is_none else "move keyframe"


def _name(context: PaneContext, key: str) -> str:
    return context.document.display_name(key, context.language) if context.document else key
