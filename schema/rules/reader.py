"""Reads one rule of a schema document: its subject, its requirement and the arguments of that."""

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import RuleArgument, RuleSpec, RuleSubject
from crosstie.schema.names import read_names
from crosstie.schema.rules.checks import rule_problem
from crosstie.schema.rules.library import REQUIRED_ATTRIBUTE, REQUIREMENTS, Argument, Requirement
from crosstie.schema.yaml_node import Node, did_you_mean

_A = {"link": "a link type", "class": "a class", "entity": "an entity type"}


def read_rule(node: Node, declared: Declared, languages: tuple[str, ...]) -> RuleSpec | None:
    """The rule at `node`, or None after noting what is wrong with it."""
    mistakes_before = len(node.problems)
    fields = node.fields(("id", "name", "on", "for_each", "require"), required=("id", "require"))
    rule_id = fields["id"].identifier() if "id" in fields else ""
    if rule_id == REQUIRED_ATTRIBUTE:
        fields["id"].problem(f"'{rule_id}' is the name of a rule that is always there; choose another")
    subject = _subject(node, fields.get("on"), fields.get("for_each"), declared)
    names = read_names(fields.get("name"), languages)
    asked = _requirement(fields["require"], subject[0], declared) if subject and "require" in fields else None
    if subject is None or asked is None or len(node.problems) > mistakes_before:
        return None
    rule = RuleSpec(rule_id, *subject, *asked, names)
    # After a mistake further up, the ends and classes that the rule is about may be missing.
    if not node.problems and (problem := rule_problem(rule, declared)):
        fields["require"].problem(problem)
    return rule


def _subject(
    node: Node, on: Node | None, for_each: Node | None, declared: Declared
) -> tuple[RuleSubject, str] | None:
    if (on is None) == (for_each is None):
        node.problem("needs either 'on' (a link type) or 'for_each' (a class or an entity type)")
        return None
    if on is not None:
        link_type = on.name_among(tuple(declared.links), "link type")
        return ("link", link_type) if link_type else None
    assert for_each is not None
    known = (*declared.taxonomy.by_id, *declared.entities)
    subject_id = for_each.name_among(known, "class or entity type")
    if not subject_id:
        return None
    return ("class" if subject_id in declared.taxonomy.by_id else "entity", subject_id)


def _requirement(
    node: Node, subject: RuleSubject, declared: Declared
) -> tuple[str, dict[str, RuleArgument]] | None:
    """A bare name, `{name: argument}`, `{name: {arguments}}` or `{name: argument, more arguments}`."""
    entries = node.entries() if isinstance(node.value, dict) else {}
    name = next((key for key in entries if key in REQUIREMENTS), None)
    if not entries:
        name = node.name_among(tuple(REQUIREMENTS), "requirement")
    elif name is None:
        first = next(iter(entries))
        near = did_you_mean(first, REQUIREMENTS) or f"; use one of {', '.join(REQUIREMENTS)}"
        entries[first].problem(f"unknown requirement '{first}'{near}")
    requirement = REQUIREMENTS.get(name or "")
    if name is None or requirement is None:
        return None
    if subject not in requirement.subjects:
        wanted = " or ".join(_A[each] for each in requirement.subjects)
        node.problem(f"{name} is asked of {wanted}, and this rule is about {_A[subject]}")
        return None
    return name, _arguments(node, name, requirement, entries, declared)


def _arguments(
    node: Node, name: str, requirement: Requirement, entries: dict[str, Node], declared: Declared
) -> dict[str, RuleArgument]:
    given = {key: entry for key, entry in entries.items() if key != name}
    main = entries.get(name)
    if main is not None and isinstance(main.value, dict):
        given |= main.entries()
    elif main is not None and requirement.main and main.value is not None:
        given[requirement.main] = main
    elif main is not None and main.value not in (None, True):
        main.problem(f"{name} takes no argument")
    for key, entry in given.items():
        if key not in requirement.arguments:
            entry.problem(f"{name} has no argument '{key}'{did_you_mean(key, requirement.arguments)}")
    found: dict[str, RuleArgument] = {}
    for key, argument in requirement.arguments.items():
        if key in given:
            found[key] = _argument(given[key], argument, declared)
        elif argument.default is not None:
            found[key] = argument.default
        elif argument.required:
            node.problem(f"{name} needs '{key}'")
    return found


def _argument(node: Node, argument: Argument, declared: Declared) -> RuleArgument:
    match argument.kind:
        case "fraction":
            value = node.number()
            if not 0 < value <= 1:
                node.problem(f"must be above 0 and at most 1, not {value}")
            return value
        case "count":
            value = node.number()
            if not isinstance(value, int) or value < 0:
                node.problem(f"must be a whole number from 0, not {value}")
            return value
        case "word":
            return node.choice(argument.words, "word")
        case "link_type":
            return node.name_among(tuple(declared.links), "link type")
        case "attribute":
            return node.text()
        case "attributes":
            return node.texts() if isinstance(node.value, list) else (node.text(),)
