"""Label Studio's labelling configuration, an XML whose tags hold the labels."""

from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

import msgspec

from crosstie.schema.reconcile.taxonomy import ANY_LANGUAGE, TaxonomyUnreadable, Term

_ANCHORS: Final[Mapping[str, tuple[str, ...]]] = {
    "RectangleLabels": ("box", "rotated_box"),
    "PolygonLabels": ("polygon",),
    "KeyPointLabels": ("keypoints",),
    "BrushLabels": ("mask",),
    "BitmaskLabels": ("mask",),
    "EllipseLabels": ("polygon",),
    "VectorLabels": ("polyline",),
    "HyperTextLabels": ("text_span",),
    "ParagraphLabels": ("text_span",),
    "TimeSeriesLabels": ("time_span",),
    "TimelineLabels": ("time_span",),
    "Choices": ("whole_asset",),
}
_BY_OBJECT: Final[Mapping[str, tuple[str, ...]]] = {
    "Text": ("text_span",),
    "HyperText": ("text_span",),
    "Paragraphs": ("text_span",),
    "Audio": ("time_span",),
    "AudioPlus": ("time_span",),
    "Video": ("box",),
    "Image": ("box",),
}
_MOST_DEPTH: Final = 64


class _Label(msgspec.Struct, frozen=True):
    name: str
    alias: str
    control: str
    of_object: str


class _Refused(Exception):
    """What may not stand in a configuration."""


def label_studio_terms(data: bytes, source: str, where: str) -> list[Term]:
    """The labels and choices of a configuration. Entities and document types are refused, never followed."""
    reader = _Reader()
    try:
        reader.read(data)
    except _Refused as error:
        raise TaxonomyUnreadable(f"{where}: {error}") from error
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise TaxonomyUnreadable(f"{where}: no XML that can be read ({error})") from error
    found: dict[str, Term] = {}
    for label in reader.labels:
        anchors = _ANCHORS.get(label.control) or _BY_OBJECT.get(
            reader.objects.get(label.of_object, ""), ("box",)
        )
        known = found.get(label.name)
        together = (*known.anchors, *anchors) if known else anchors
        aliases = (label.alias,) if label.alias and label.alias != label.name else ()
        found[label.name] = Term(
            source, label.name, {ANY_LANGUAGE: label.name}, aliases, anchors=tuple(dict.fromkeys(together))
        )
    return list(found.values())


class _Reader:
    """Gathers labels and the tags that they belong to."""

    def __init__(self) -> None:
        self.labels: list[_Label] = []
        self.objects: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.Parse(data, True)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _MOST_DEPTH:
            raise _Refused(f"tags are nested deeper than {_MOST_DEPTH} levels")
        control, of_object = self._open[-1] if self._open else ("", "")
        if tag in ("Label", "Choice"):
            name = attributes.get("value", "").strip()
            # Choices within choices belong to the control that holds them all.
            if name and control:
                self.labels.append(_Label(name, attributes.get("alias", "").strip(), control, of_object))
            self._open.append((control, of_object))
            return
        if attributes.get("name") and attributes.get("value", "").startswith("$"):
            self.objects[attributes["name"]] = tag
        is_control = tag.endswith("Labels") or (tag == "Choices" and attributes.get("perRegion") != "true")
        self._open.append((tag, attributes.get("toName", "")) if is_control else ("", ""))

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _refuse(self, *_declared: object) -> None:
        raise _Refused("a document type or an entity is declared in it, which is not followed; take it out")
