"""What a rule is about, as far as its words tell: which classes may stand there."""

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import RuleSubject
from crosstie.schema.modalities import ANCHORS_OF_ASSET, ASSET_KINDS
from crosstie.schema.yaml_node import Node


def read_subject(
    node: Node, on: Node | None, for_each: Node | None, in_each: Node | None, declared: Declared
) -> tuple[RuleSubject, str] | None:
    """The subject of a rule, from whichever of its three keys is there; None after noting a mistake."""
    if sum(one is not None for one in (on, for_each, in_each)) != 1:
        node.problem(
            "needs either 'on' (a link type) or 'for_each' (a class or entity type) or 'in_each' (a modality)"
        )
        return None
    if on is not None:
        link_type = on.name_among(tuple(declared.links), "link type")
        return ("link", link_type) if link_type else None
    if in_each is not None:
        modality = in_each.name_among(ASSET_KINDS, "modality")
        return ("asset", modality) if modality else None
    assert for_each is not None
    known = (*declared.taxonomy.by_id, *declared.entities)
    subject_id = for_each.name_among(known, "class or entity type")
    if not subject_id:
        return None
    return ("class" if subject_id in declared.taxonomy.by_id else "entity", subject_id)


def classes_of(subject: RuleSubject, subject_id: str, declared: Declared) -> tuple[str, ...]:
    """The classes, descendants included, of the annotations that a subject is, or may appear as."""
    taxonomy = declared.taxonomy
    match subject:
        case "class":
            return taxonomy.descendants(subject_id)
        case "entity":
            about = declared.entities[subject_id].classes
            return tuple(one for one in taxonomy.by_id if taxonomy.is_any(one, about))
        case "asset":
            fitting = {
                anchor for kind in ASSET_KINDS if kind == subject_id for anchor in ANCHORS_OF_ASSET[kind]
            }
            return tuple(one for one in taxonomy.by_id if fitting.intersection(taxonomy.anchors_of(one)))
        case _:
            return ()


def has_time(class_ids: tuple[str, ...], declared: Declared) -> bool:
    """Whether an annotation of one of the classes can be there at a time: all but text and pages can."""
    anchors = {anchor for one in class_ids for anchor in declared.taxonomy.anchors_of(one)}
    return not anchors <= {"text_span", "page_region"}


SUBJECT_WORDS: dict[RuleSubject, str] = {
    "link": "a link type",
    "class": "a class",
    "entity": "an entity type",
    "asset": "a modality",
}
