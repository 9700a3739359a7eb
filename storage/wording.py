"""Edits in words: what was done, and what stood before and after, each on one line."""

import msgspec

from crosstie.schema import anchors as an
from crosstie.schema import edits as ed
from crosstie.schema.clock import AssetClock, clock_text
from crosstie.schema.records import Annotation, AttributeValue, Entity, Leftover, Link, Provenance


class Described(msgspec.Struct, frozen=True):
    """One edit in words; `before` and `after` are empty where nothing stood or stands."""

    what: str
    before: str
    after: str


def described(edit: ed.Edit) -> Described:
    """Any edit in words. Ids of classes and types are given as they are, for the schema to translate."""
    match edit:
        case ed.AddActor(actor=actor):
            return Described("added actor", "", f"{actor.name} ({actor.kind})")
        case ed.UseSchema(before=before, after=after):
            return Described("took schema into use", _schema(before), _schema(after))
        case ed.AddSample(sample=sample):
            return Described(
                "added sample", "", " ".join(filter(None, (sample.id, sample.language, sample.batch)))
            )
        case ed.AddAsset(asset=asset):
            return Described("added asset", "", f"{asset.id}: {asset.kind}, {len(asset.files)} file(s)")
        case ed.OpenPass(opened=opened):
            return Described("opened pass", "", f"{opened.kind} pass under {_schema(opened.schema)}")
        case ed.SetAssetClock(asset_id=asset_id):
            return Described(f"moved asset {asset_id} in time", _clock(edit.before), _clock(edit.after))
        case ed.AddLeftover() | ed.RemoveLeftover() | ed.SetLeftover():
            return _leftover_described(edit)
        case _:
            return _label_described(edit)


def _leftover_described(edit: ed.AddLeftover | ed.RemoveLeftover | ed.SetLeftover) -> Described:
    match edit:
        case ed.AddLeftover(leftover=note):
            return Described("left to a person", "", _leftover(note))
        case ed.RemoveLeftover(leftover=note):
            return Described("took back what was left to a person", _leftover(note), "")
        case ed.SetLeftover(before=before, after=after):
            became = f"{after.decision} {after.label_id}".strip()
            return Described("decided on a leftover", _leftover(before), became)


def _label_described(edit: ed.ReversibleEdit) -> Described:
    match edit:
        case ed.AddAnnotation(annotation=annotation):
            return Described("added annotation", "", _annotation(annotation))
        case ed.RemoveAnnotation(annotation=annotation):
            return Described("removed annotation", _annotation(annotation), "")
        case ed.AddLink(link=link):
            return Described("added link", "", _link(link))
        case ed.RemoveLink(link=link):
            return Described("removed link", _link(link), "")
        case ed.SetLink():
            return Described("changed link", _link_state(edit.before), _link_state(edit.after))
        case ed.AddEntity(entity=entity):
            return Described("added entity", "", _entity(entity))
        case ed.RemoveEntity(entity=entity):
            return Described("removed entity", _entity(entity), "")
        case _:
            return _change_described(edit)


def _change_described(edit: ed.ReversibleEdit) -> Described:
    match edit:
        case ed.SetEntity(before=before, after=after):
            return Described("changed entity", _entity(before), _entity(after))
        case ed.SetAnchor():
            return Described("moved annotation", anchor_text(edit.before), anchor_text(edit.after))
        case ed.SetKeyframe(at_ns=at_ns):
            return Described(
                f"set keyframe at {clock_text(at_ns)}", _keyframe(edit.before), _keyframe(edit.after)
            )
        case ed.SetMeaning():
            return Described("changed annotation", _meaning(edit.before), _meaning(edit.after))
        case ed.SetEntityOf():
            return Described("set entity", edit.before, edit.after)
    raise AssertionError(edit)


def anchor_text(anchor: an.Anchor) -> str:
    """A place in an asset on one line, in the asset's own units."""
    match anchor:
        case an.TimeSpan(start_ns=start, end_ns=end):
            return f"time {clock_text(start)}–{clock_text(end)}"
        case an.TextSpan(start=start, end=end, quote=quote):
            return f"text {start}–{end} “{quote}”"
        case an.Box(x=x, y=y, width=width, height=height):
            return f"box at {x:.1f}, {y:.1f}, {width:.1f} × {height:.1f} px"
        case an.PageRegion(page=page, x=x, y=y, width=width, height=height):
            return f"page {page + 1} at {x:.1f}, {y:.1f}, {width:.1f} × {height:.1f} pt"
        case an.Cuboid(center=center, size=size):
            place, sides = (", ".join(f"{value:.2f}" for value in part) for part in (center, size))
            return f"cuboid at {place}, {sides} m"
        case an.Track(keyframes=keyframes):
            when = f"{clock_text(anchor.start_ns)}–{clock_text(anchor.end_ns)}"
            return f"track of {len(keyframes)} × {an.anchor_kind(anchor).replace('_', ' ')}, {when}"
        case _:
            return an.anchor_kind(anchor).replace("_", " ")


def _annotation(annotation: Annotation) -> str:
    said = _meaning(ed.Meaning(annotation.class_id, annotation.attributes))
    place = f"{said} on {annotation.asset_id}: {anchor_text(annotation.anchor)}"
    return f"{place}{_steps(annotation.provenance)}"


def _meaning(meaning: ed.Meaning) -> str:
    return f"{meaning.class_id}{_attributes(meaning.attributes)}"


def _attributes(attributes: dict[str, AttributeValue]) -> str:
    listed = ", ".join(f"{name}={value}" for name, value in attributes.items())
    return f" ({listed})" if listed else ""


def _entity(entity: Entity) -> str:
    return f"{entity.name} ({entity.type_id}){_steps(entity.provenance)}"


def _link(link: Link) -> str:
    ends = f"from {link.from_end.kind} {link.from_end.id} to {link.to_end.kind} {link.to_end.id}"
    return f"{link.type_id} {ends}{_steps(link.provenance)}"


def _leftover(note: Leftover) -> str:
    step = f" by {note.step}" if note.step else ""
    return f"{note.kind} {note.origin_id}{step}: {note.reason}"


def _steps(provenance: Provenance) -> str:
    """Which steps of the schema's migrations made the label what it is, and what stood there before."""
    told = (f"{one.step}: {one.part} was {'not said' if one.added else one.was}" for one in provenance.steps)
    return f"; migrated by {', '.join(told)}" if provenance.steps else ""


def _link_state(state: ed.LinkState) -> str:
    return f"{state.status}{_attributes(state.attributes)}"


def _keyframe(keyframe: an.Keyframe | None) -> str:
    return f"{anchor_text(keyframe.shape)}, {keyframe.visibility}" if keyframe else ""


def _schema(ref: object) -> str:
    return " ".join((getattr(ref, "id", ""), getattr(ref, "version", ""))).strip()


def _clock(clock: AssetClock) -> str:
    rate = f", rate {clock.rate_num}/{clock.rate_den}" if clock.rate_num != clock.rate_den else ""
    return f"offset {clock.offset_ns / 1e9:+.6f} s{rate}"
