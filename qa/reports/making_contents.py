"""What there is to measure, and the words for its ids."""

from collections.abc import Iterable
from typing import Final

from crosstie.qa.reports.report import Contents
from crosstie.qa.study.pods import Pods
from crosstie.qa.study.tally import Tally
from crosstie.schema.document import SchemaDocument
from crosstie.schema.rules.plan import plan_of
from crosstie.storage.database import Database
from crosstie.storage.schema_documents import SchemaDocuments
from crosstie.storage.tallies import slices

MODALITIES: Final = {"pointcloud": "point cloud", "entity": "entity"}
ANCHORS: Final = {
    "rotated_box": "rotated box",
    "page_region": "page region",
    "time_span": "time span",
    "text_span": "text span",
    "point_set": "point set",
    "whole_asset": "whole asset",
}


def contents_of(database: Database, tally: Tally, pods: Pods) -> Contents:
    """Return the contents of a project, and its names in each schema's first language."""
    counted = slices(database, "samples by language", "samples by batch", "passes by kind")
    documents = SchemaDocuments(database.driver).all()
    return Contents(
        tally.samples,
        counted["passes by kind"],
        counted["samples by language"],
        counted["samples by batch"],
        _people(pods),
        tuple(f"{one.id} {one.version}" for one in documents),
        names_of(documents) | _pairs(tally, names_of(documents)),
    )


def names_of(documents: Iterable[SchemaDocument]) -> dict[str, str]:
    """Return words for the ids of classes, entity and link types, rules, attributes, modalities, anchors.

    An attribute's id is its class's and its name, as in `c_car.colour`. The newest schema has the last word.
    """
    names = MODALITIES | ANCHORS
    for document in documents:
        language = document.languages[0] if document.languages else "en"
        ids = [one.id for one in document.classes] + [one.id for one in document.entities]
        ids += [one.id for one in document.links] + [one.id for one in plan_of(document).rules]
        for one_id in ids:
            names[one_id] = document.display_name(one_id, language)
        for one in document.classes:
            for name, attribute in document.attributes_of(one.id).items():
                said = document.attribute_name(attribute, language)
                names[f"{one.id}.{name}"] = f"{names[one.id]}: {said}"
    return names


def _pairs(tally: Tally, names: dict[str, str]) -> dict[str, str]:
    """Return words for pairs of modalities that links tie, as `point cloud–video`."""
    values = {key.cell.value for key in tally.slices() if key.cell.facet == "link_modalities"}
    return {value: "–".join(names.get(one, one) for one in value.split("–")) for value in values}


def _people(pods: Pods) -> dict[str, int]:
    """Return how many people each pod has."""
    counts: dict[str, int] = {}
    for pod in pods.of_person.values():
        counts[pod] = counts.get(pod, 0) + 1
    return dict(sorted(counts.items()))
