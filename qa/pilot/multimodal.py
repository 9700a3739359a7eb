"""Whether a sample is truly multimodal: several modalities, and something that ties them."""

from collections.abc import Collection, Iterator
from typing import Final, Literal

from crosstie.qa.study.reading import ReadSample
from crosstie.qa.study.side import Side
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec
from crosstie.schema.modalities import ANCHORS_OF_ASSET
from crosstie.schema.records import AssetKind, Pass
from crosstie.storage.columns import Tie

Lack = Literal["", "one_modality", "no_links", "no_link_type"]
WHY: Final[dict[Lack, str]] = {
    "one_modality": "have one modality",
    "no_links": "have gold without a link across modalities",
    "no_link_type": "have modalities that no link type of the schema ties",
}


def lacking(read: ReadSample, document: SchemaDocument, modalities: Collection[str]) -> Lack:
    """What keeps a sample from being truly multimodal; empty where nothing does.

    Its gold (or adjudicated) pass decides where it has one: a certain link must tie two modalities, an entity
    standing for those that its annotations are in. Without, a link type of the schema must be able to.
    """
    if len(modalities) < 2:
        return "one_modality"
    gold = reference_of(read)
    if gold is not None:
        side = read.side(gold)
        return "" if any(_crosses(side, tie) for tie in side.certain) else "no_links"
    return "" if may_cross(document, modalities) else "no_link_type"


def reference_of(read: ReadSample) -> Pass | None:
    """The newest gold pass, else the newest adjudicated one."""
    newest = {one.kind: one for one in read.passes.values()}
    return newest.get("gold") or newest.get("adjudicated")


def may_cross(document: SchemaDocument, modalities: Collection[str]) -> bool:
    """Whether some link type can tie annotations of two of these modalities."""
    here = [kind for kind in ANCHORS_OF_ASSET if kind in modalities]
    for spec in document.links:
        starts, targets = (
            [kind for kind in here if _may_lie(document, end, kind)] for end in (spec.from_end, spec.to_end)
        )
        if any(one != other for one in starts for other in targets):
            return True
    return False


def _crosses(side: Side, tie: Tie) -> bool:
    return (
        len({*_modalities(side, tie.from_kind, tie.from_id), *_modalities(side, tie.to_kind, tie.to_id)}) > 1
    )


def _modalities(side: Side, kind: str, key: str) -> Iterator[str]:
    if kind == "annotation":
        yield side.modality_of_end(kind, key)
    else:
        yield from (side.modalities[place] for place in side.mentions.get(key, ()))


def _may_lie(document: SchemaDocument, end: EndpointSpec, modality: AssetKind) -> bool:
    """Whether an annotation of this modality can stand at an end, or be about an entity that can."""
    fits = set(ANCHORS_OF_ASSET[modality])
    if not end.modality or modality in end.modality:
        wanted = set(end.anchors) or fits
        for class_id in _with_descendants(document, end.classes):
            if fits & wanted & set(document.anchors_of(class_id)):
                return True
    specs = (document.find_entity_type(type_id) for type_id in end.entities)
    about = [class_id for spec in specs if spec for class_id in _with_descendants(document, spec.classes)]
    return any(fits & set(document.anchors_of(class_id)) for class_id in about)


def _with_descendants(document: SchemaDocument, class_ids: Collection[str]) -> list[str]:
    return [
        spec.id
        for spec in document.classes
        if any(document.is_a(spec.id, ancestor) for ancestor in class_ids)
    ]
