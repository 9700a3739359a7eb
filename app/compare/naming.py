"""How labels of either pass are named in a list of differences. No Qt."""

from crosstie.app.inspector.describe import short
from crosstie.schema.anchors import PageRegion, TextSpan
from crosstie.schema.clock import clock_text
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Annotation, AttributeValue, End, Link
from crosstie.schema.sample_state import SampleState
from crosstie.schema.timing import annotation_span_ns

NOTHING = "–"


class Naming:
    """Names things of one sample in one language."""

    def __init__(self, document: SchemaDocument, state: SampleState, language: str) -> None:
        self._document, self._state, self._language = document, state, language

    def name(self, key: str) -> str:
        """The display name of a class or a type."""
        return self._document.display_name(key, self._language)

    def modality(self, one: Annotation) -> str:
        """The kind of asset that an annotation sits in."""
        return self._state.assets[one.asset_id].kind

    def at_ns(self, one: Annotation) -> int:
        """When an annotation begins in sample time; −1 for one without a time."""
        span = annotation_span_ns(one, self._state.assets[one.asset_id])
        if isinstance(one.anchor, TextSpan):
            return one.anchor.start
        return span[0] if span is not None else -1

    def label(self, one: Annotation) -> str:
        """Its entity or class, what it says, and where: "vehicle V-01 in cam, 00:01.200"."""
        entity = self._state.entities.get(one.entity_id)
        words = f"{self.name(one.class_id)} {entity.name}" if entity is not None else self.name(one.class_id)
        if isinstance(one.anchor, TextSpan):
            return f"{words} “{short(one.anchor.quote)}” in {one.asset_id}"
        if isinstance(one.anchor, PageRegion):
            said = f" “{short(one.anchor.text)}”" if one.anchor.text else ""
            return f"{words}{said} in {one.asset_id}, p. {one.anchor.page + 1}"
        span = annotation_span_ns(one, self._state.assets[one.asset_id])
        when = f", {clock_text(span[0])}" if span is not None else ""
        return f"{words} in {one.asset_id}{when}"

    def entity(self, entity_id: str) -> str:
        """An entity's name."""
        entity = self._state.entities.get(entity_id)
        return entity.name if entity is not None else "nothing"

    def end(self, end: End) -> str:
        """What stands at a link's end."""
        if end.kind == "entity":
            return self.entity(end.id)
        one = self._state.annotations.get(end.id)
        return self.label(one) if one is not None else NOTHING

    def link(self, link: Link) -> str:
        """A link from end to end."""
        return f"{self.name(link.type_id)}: {self.end(link.from_end)} → {self.end(link.to_end)}"

    def value(self, value: AttributeValue) -> str:
        """An attribute's value, or a dash where none is given."""
        match value:
            case None | "" | ():
                return NOTHING
            case bool():
                return "yes" if value else "no"
            case tuple():
                return ", ".join(value)
            case _:
                return str(value)
