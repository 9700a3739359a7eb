"""What each step does to a label. A step that does not concern it leaves it as it is."""

import math

from crosstie.schema.attributes import attribute_problem
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.names import name_from_id
from crosstie.schema.records import AttributeValue
from crosstie.schema.versions import steps as st
from crosstie.schema.versions.moving import Moving, PlacedStep


class Between:
    """The two documents that steps lead between: whence a label comes, and what it must fit in the end."""

    def __init__(self, origin: SchemaDocument, target: SchemaDocument) -> None:
        self.origin = origin
        self.target = target

    def spec_of(self, label: Moving, attribute: str) -> AttributeSpec | None:
        """An attribute of the label's class or type in the new document; None where it has none."""
        if label.subject == "class":
            return self.target.attributes_of(label.type_id).get(attribute)
        link_type = self.target.find_link_type(label.type_id)
        specs = link_type.attributes if link_type and label.subject == "link" else ()
        return next((spec for spec in specs if spec.name == attribute), None)


def take_step(label: Moving, placed: PlacedStep, between: Between) -> None:
    """Takes a label through one step."""
    match placed.step:
        case st.Rename() | st.Merge() | st.Split() | st.Drop() as step:
            if step.subject == label.subject and label.type_id in st.sources(step):
                _reclassify(label, placed, step, between)
        case st.RemapEnds():
            return
        case step:
            if label.subject != "entity" and label.is_of(step.of, between.origin, between.target):
                _change_attribute(label, placed, step, between)


def _reclassify(
    label: Moving, placed: PlacedStep, step: st.Rename | st.Merge | st.Split | st.Drop, between: Between
) -> None:
    match step:
        case st.Rename(to=to):
            if to:
                label.retype(placed.place, to)
        case st.Merge(into=into, remember=remember):
            old = label.type_id
            label.retype(placed.place, into)
            if remember and old != into:
                _remember(label, placed, remember, old, between)
        case st.Split():
            _split(label, placed, step)
        case st.Drop(id=old):
            label.wait(placed, "impossible", f"{old} is gone, and nothing takes its place", stays_out=True)


def _remember(label: Moving, placed: PlacedStep, attribute: str, old: str, between: Between) -> None:
    """Writes which class a label had into an attribute: its id, or the id's words where only those fit."""
    spec = between.spec_of(label, attribute)
    words = [word for word in (old, name_from_id(old)) if spec and not attribute_problem(spec, word)]
    if label.attributes.get(attribute) is not None:
        said = label.attributes[attribute]
        label.wait(placed, "needs_human", f"'{attribute}' should say {old}, and says {said} already")
    elif words:
        label.say(placed, attribute, words[0])
    else:
        label.wait(placed, "needs_human", f"'{attribute}' has no word for {old}")


def _split(label: Moving, placed: PlacedStep, step: st.Split) -> None:
    facts = label.facts()
    holds = step.when.truth(facts)
    if holds is None:
        missing = ", ".join(name for name in step.when.names() if name not in facts)
        why = f"it does not say {missing}" if missing else "its values cannot be compared"
        label.wait(placed, "needs_human", f"whether {step.when.text} cannot be told: {why}", stays_out=True)
    elif holds:
        label.retype(placed.place, step.into)
    elif step.otherwise:
        label.retype(placed.place, step.otherwise)


def _change_attribute(label: Moving, placed: PlacedStep, step: st.AttributeStep, between: Between) -> None:
    name = step.attribute
    if isinstance(step, st.DefaultAttribute):
        if label.attributes.get(name) is None and between.spec_of(label, name) is not None:
            label.say(placed, name, step.value)
        return
    if name not in label.attributes:
        return
    match step:
        case st.RenameAttribute(to=to):
            if label.attributes.get(to) is not None:
                label.wait(placed, "needs_human", f"both '{name}' and '{to}' are said")
            else:
                label.say(placed, to, label.unsay(placed.place, name))
        case st.RetypeAttribute():
            _retype(label, placed, step, between)
        case st.DropAttribute():
            _lose(label, placed, name, "has no place in the new version")
        case st.MoveAttribute(to=to):
            if not label.is_of(to, between.target, between.target):
                _lose(label, placed, name, f"is now {to}'s alone")


def _lose(label: Moving, placed: PlacedStep, name: str, why: str) -> None:
    value = label.unsay(placed.place, name)
    if value is not None:
        label.wait(placed, "impossible", f"'{name}' {why}; it was {_said(value)}")


def _retype(label: Moving, placed: PlacedStep, step: st.RetypeAttribute, between: Between) -> None:
    name, value = step.attribute, label.attributes[step.attribute]
    spec = between.spec_of(label, name)
    if value is None or spec is None:
        return
    fitting = _fitting(value, step, spec)
    if fitting is not None:
        label.say(placed, name, fitting)
        return
    label.unsay(placed.place, name)
    label.wait(placed, "needs_human", f"'{name}' was {_said(value)}, which the new version has no value for")


def _fitting(value: AttributeValue, step: st.RetypeAttribute, spec: AttributeSpec) -> AttributeValue:
    """The value in its new form; None where none fits."""
    if isinstance(value, tuple):
        mapped = tuple(dict.fromkeys(step.values.get(word, word) for word in value))
        words = tuple(word for word in mapped if isinstance(word, str))
        tried: list[AttributeValue] = [words if len(words) == len(mapped) else None]
        tried += [words[0]] if len(words) == 1 else []
    elif _word(value) in step.values:
        tried = [step.values[_word(value)]]
    else:
        tried = _conversions(_scaled(value, step.scale), spec)
    fit = (one for one in tried if one is not None and not attribute_problem(spec, one))
    return next(fit, None)


def _scaled(value: AttributeValue, scale: float) -> AttributeValue:
    if scale == 1.0 or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return value * scale


def _conversions(value: AttributeValue, spec: AttributeSpec) -> list[AttributeValue]:
    """A value as it is, and in every other form that says just the same."""
    tried: list[AttributeValue] = [value]
    match spec.type, value:
        case "integer", float() if math.isfinite(value) and value.is_integer():
            tried.append(int(value))
        case "multi_choice", str():
            tried.append((value,))
        case (("text" | "choice"), bool() | int() | float()):
            tried.append(_word(value))
        case (("number" | "integer"), str()):
            tried += _numbers(value)
        case "bool", "true" | "false":
            tried.append(value == "true")
        case _:
            pass
    return tried


def _numbers(text: str) -> list[AttributeValue]:
    found: list[AttributeValue] = []
    for read in (int, float):
        try:
            found.append(read(text))
        except ValueError:
            continue
    return found


def _word(value: AttributeValue) -> str:
    """A value as a document writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _said(value: AttributeValue) -> str:
    return ", ".join(value) if isinstance(value, tuple) else _word(value)
