"""The migration that brings the labels of one source under the united schema."""

from collections.abc import Mapping

from crosstie.schema.document import SchemaDocument
from crosstie.schema.reconcile.taxonomy import Key, TaxonomyUnreadable
from crosstie.schema.reconcile.united_classes import UnitedClasses
from crosstie.schema.reconcile.united_links import kept_ids
from crosstie.schema.yaml_reader import Plain


def migration_of(
    source: str,
    document: SchemaDocument,
    into: Mapping[Key, str],
    classes: UnitedClasses,
    plain: Mapping[str, Plain],
) -> dict[str, Plain]:
    """The steps for labels made under `document`. Raises TaxonomyUnreadable where classes swap their ids."""
    steps: list[Plain] = [
        {"drop_class": {"id": one.id}} for one in document.classes if (source, one.id) not in into
    ]
    steps += _attribute_steps(source, document, classes)
    steps += _class_steps(source, document, into)
    for word, specs, section in (
        ("entity", document.entities, "entities"),
        ("link", document.links, "links"),
    ):
        kept = kept_ids(plain[section])
        steps += [{f"drop_{word}": {"id": spec.id}} for spec in specs if spec.id not in kept]
    return {"schema": document.id, "from": document.version, "steps": steps}


def _attribute_steps(source: str, document: SchemaDocument, classes: UnitedClasses) -> list[Plain]:
    """Before the classes get their new ids, as they are named by their old ones."""
    return [
        {"rename_attribute": {"of": spec.id, "attribute": attribute.name, "to": new_name}}
        for spec in document.classes
        for attribute in spec.attributes
        if (new_name := classes.renamed.get(((source, spec.id), attribute.name)))
    ]


def _class_steps(source: str, document: SchemaDocument, into: Mapping[Key, str]) -> list[Plain]:
    """Merges and renames, in an order in which no label is taken along twice."""
    groups: dict[str, list[str]] = {}
    for spec in document.classes:
        if new_id := into.get((source, spec.id)):
            groups.setdefault(new_id, []).append(spec.id)
    waiting = {new_id: olds for new_id, olds in groups.items() if olds != [new_id]}
    steps: list[Plain] = []
    while waiting:
        # An id must be left by its own labels before others come under it.
        ready = next((key for key in waiting if not _is_left_later(key, waiting)), None)
        if ready is None:
            circle = ", ".join(waiting)
            raise TaxonomyUnreadable(
                f"classes of '{source}' change places in a circle ({circle}); give one another id in `into`"
            )
        olds = waiting.pop(ready)
        named: dict[str, Plain] = {"ids": list(olds), "into": ready}
        single: dict[str, Plain] = {"id": olds[0], "to": ready}
        steps.append({"merge_classes": named} if len(olds) > 1 else {"rename_class": single})
    return steps


def _is_left_later(new_id: str, waiting: Mapping[str, list[str]]) -> bool:
    return any(new_id in olds for other, olds in waiting.items() if other != new_id)
