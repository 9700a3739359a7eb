"""What an op did, in the words of the schema: "colour white → red". No Qt widgets."""

from collections.abc import Mapping

from crosstie.schema import edits as ed
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import AttributeValue
from crosstie.schema.sample_state import SampleState
from crosstie.storage.history import HistoryEntry
from crosstie.viewers.context import PaneContext


def history_words(entry: HistoryEntry, context: PaneContext) -> str:
    """What happened, with the values before and after where they are short."""
    again = f" ({entry.initiator})" if entry.initiator in ("undo", "redo") else ""
    return _change(entry, context) + again


def _change(entry: HistoryEntry, context: PaneContext) -> str:
    match entry.edit:
        case ed.SetMeaning(before=before, after=after) if context.document is not None:
            return _meaning(before, after, context.document, context.language)
        case ed.SetEntityOf(before=before_id, after=after_id):
            return f"entity {_entity(context.state, before_id)} → {_entity(context.state, after_id)}"
        case ed.SetEntity(before=entity, after=renamed):
            return f"name {entity.name} → {renamed.name}"
        case ed.SetLink(before=link, after=changed) if link.status != changed.status:
            return f"{link.status} → {changed.status}"
        case ed.SetKeyframe(after=None):
            return entry.what.replace("set", "removed", 1)
        case _:
            return entry.what


def _meaning(before: ed.Meaning, after: ed.Meaning, document: SchemaDocument, language: str) -> str:
    if before.class_id != after.class_id:
        names = (document.display_name(one.class_id, language) for one in (before, after))
        return "class " + " → ".join(names)
    return ", ".join(
        f"{name.replace('_', ' ')} {_value(before.attributes, name)} → {_value(after.attributes, name)}"
        for name in dict.fromkeys((*before.attributes, *after.attributes))
        if before.attributes.get(name) != after.attributes.get(name)
    )


def _value(attributes: Mapping[str, AttributeValue], name: str) -> str:
    match attributes.get(name):
        case None:
            return "not said"
        case bool(value):
            return "yes" if value else "no"
        case tuple(words):
            return ", ".join(words)
        case value:
            return str(value)


def _entity(state: SampleState, entity_id: str) -> str:
    if not entity_id:
        return "none"
    entity = state.entities.get(entity_id)
    return entity.name if entity else "one that was deleted"
