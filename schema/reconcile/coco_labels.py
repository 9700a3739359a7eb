"""COCO's `categories`: name, supercategory, and keypoints where a category has them."""

from collections.abc import Sequence

from crosstie.schema.reconcile.taxonomy import ANY_LANGUAGE, TaxonomyUnreadable, Term

_ANCHORS = ("box", "polygon", "mask")


def coco_terms(categories: Sequence[object], source: str, where: str) -> list[Term]:
    """The categories as terms, and each supercategory that is none itself above them."""
    terms: dict[str, Term] = {}
    above: dict[str, None] = {}
    for place, category in enumerate(categories):
        name = category.get("name") if isinstance(category, dict) else None
        if not isinstance(category, dict) or not isinstance(name, str) or not name.strip():
            raise TaxonomyUnreadable(f"{where}: categories[{place}]: no 'name'")
        parent = category.get("supercategory")
        parent = parent if isinstance(parent, str) and parent.strip() and parent != name else ""
        if name in terms:
            raise TaxonomyUnreadable(f"{where}: categories[{place}]: '{name}' stands in it twice")
        anchors = (*_ANCHORS, "keypoints") if category.get("keypoints") else _ANCHORS
        terms[name] = Term(source, name, {ANY_LANGUAGE: name}, (), parent, anchors)
        above |= {parent: None} if parent else {}
    extra = [Term(source, name, {ANY_LANGUAGE: name}) for name in above if name not in terms]
    return [*extra, *terms.values()]
