"""Makes what steps left of a label fit the new document: values that do not are taken off, and told."""

from crosstie.schema.anchors import anchor_kind
from crosstie.schema.attributes import attribute_problem
from crosstie.schema.records import Annotation, AttributeValue, Entity, Link
from crosstie.schema.sample_state import SampleState
from crosstie.schema.versions.moving import Issue, Moving
from crosstie.schema.versions.stepping import Between


def drop_unfit_values(label: Moving, between: Between) -> None:
    """Takes values off that the new document does not allow and no step spoke of; each is an issue."""
    for name, value in list(label.attributes.items()):
        spec = between.spec_of(label, name)
        if spec is None:
            label.unsay("", name)
            if value is not None:
                label.issues.append(Issue("", "impossible", f"'{name}' is no more; it was {value}"))
        elif problem := attribute_problem(spec, value):
            label.unsay("", name)
            label.issues.append(Issue("", "needs_human", f"'{name}': {problem}"))


def facts_of(state: SampleState, label: Annotation | Entity | Link) -> dict[str, AttributeValue]:
    """What a condition may ask about a label besides its class and attributes."""
    facts: dict[str, AttributeValue] = {
        "language": state.sample.language,
        "batch": state.sample.batch,
        "site": state.sample.site,
    }
    match label:
        case Annotation():
            entity = state.entities.get(label.entity_id)
            facts["anchor"] = anchor_kind(label.anchor)
            facts["modality"] = state.assets[label.asset_id].kind
            if entity is not None:
                facts |= {"entity": entity.type_id, "name": entity.name}
        case Entity():
            facts["name"] = label.name
        case Link():
            facts["status"] = label.status
    return facts
