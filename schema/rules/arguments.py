"""Reads what a rule requires or forbids, with its arguments."""

from collections.abc import Mapping

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import EndpointSpec, LabelFilter, RuleArgument, RuleSubject
from crosstie.schema.rules.filters import read_labels, read_values, specs_of
from crosstie.schema.rules.library import Argument, Requirement
from crosstie.schema.rules.subjects import SUBJECT_WORDS, classes_of
from crosstie.schema.yaml_node import Node, did_you_mean


class Asked:
    """One `require` or `forbid` being read: about which subject, among which requirements."""

    def __init__(
        self,
        subject: RuleSubject,
        subject_id: str,
        declared: Declared,
        library: Mapping[str, Requirement],
        what: str,
    ) -> None:
        self.subject = subject
        self.subject_id = subject_id
        self.declared = declared
        self.library = library
        self.what = what

    def read(self, node: Node) -> tuple[str, dict[str, RuleArgument]] | None:
        """A bare name, `{name: argument}`, `{name: {arguments}}` or `{name: argument, more arguments}`."""
        entries = node.entries() if isinstance(node.value, dict) else {}
        name = next((key for key in entries if key in self.library), None)
        if not entries:
            name = node.name_among(tuple(self.library), self.what)
        elif name is None:
            first = next(iter(entries))
            near = did_you_mean(first, self.library) or f"; use one of {', '.join(self.library)}"
            entries[first].problem(f"unknown {self.what} '{first}'{near}")
        requirement = self.library.get(name or "")
        if name is None or requirement is None:
            return None
        if self.subject not in requirement.subjects:
            wanted = " or ".join(SUBJECT_WORDS[each] for each in requirement.subjects)
            node.problem(f"{name} is asked of {wanted}, and this rule is about {SUBJECT_WORDS[self.subject]}")
            return None
        given = _given(node, name, requirement, entries)
        return name, self._arguments(node, name, requirement, given)

    def _arguments(
        self, node: Node, name: str, requirement: Requirement, given: Mapping[str, Node]
    ) -> dict[str, RuleArgument]:
        found: dict[str, RuleArgument] = {}
        for key, argument in requirement.arguments.items():
            if key in given:
                found |= self._argument(given[key], key, argument)
            elif argument.default is not None:
                found[key] = argument.default
            elif argument.required:
                node.problem(f"{name} needs '{key}'")
        return found

    def _argument(self, node: Node, key: str, argument: Argument) -> dict[str, RuleArgument]:
        """One argument by its name; values of attributes make a filter."""
        match argument.kind:
            case "labels":
                return {key: self._labels(node, key)}
            case "values":
                return {key: LabelFilter(attributes=self._values(node))}
            case _:
                return {key: self._plain(node, argument)}

    def _plain(self, node: Node, argument: Argument) -> RuleArgument:
        match argument.kind:
            case "fraction":
                return _fraction(node)
            case "count":
                return _count(node)
            case "word":
                return node.choice(argument.words, "word")
            case "link_types":
                return _at_least_two(node, self.declared)
            case "attributes":
                return node.texts() if isinstance(node.value, list) else (node.text(),)
            case "attribute":
                return node.text()
            case _:
                return self._name(node, argument)

    def _name(self, node: Node, argument: Argument) -> str:
        declared = self.declared
        match argument.kind:
            case "link_type":
                return node.name_among(tuple(declared.links), "link type")
            case "entity_type":
                return node.name_among(tuple(declared.entities), "entity type")
            case _:
                return node.name_among((*argument.words, *declared.taxonomy.by_id), "word or class")

    def _labels(self, node: Node, key: str) -> LabelFilter:
        declared = self.declared
        if self.subject == "link":
            ends = declared.links[self.subject_id]
            end: EndpointSpec = ends.from_end if key == "from" else ends.to_end
            return read_labels(node, declared, declared.classes_at(end), "at that end of the link")
        return read_labels(node, declared, tuple(declared.taxonomy.by_id), "in a sample")

    def _values(self, node: Node) -> dict[str, tuple[str | int | float | bool | tuple[str, ...] | None, ...]]:
        if self.subject == "link":
            specs = {spec.name: [spec] for spec in self.declared.links[self.subject_id].attributes}
        else:
            specs = specs_of(classes_of(self.subject, self.subject_id, self.declared), self.declared)
        return read_values(node, specs, self.subject_id)


def _given(node: Node, name: str, requirement: Requirement, entries: Mapping[str, Node]) -> dict[str, Node]:
    """The arguments that stand there, whether beside the name, below it, or as its value."""
    given = {key: entry for key, entry in entries.items() if key != name}
    main = entries.get(name)
    takes_mapping = requirement.main and requirement.arguments[requirement.main].kind in ("values", "labels")
    if main is None or main.value is None or main.value is True:
        pass
    elif takes_mapping and not (isinstance(main.value, dict) and requirement.main in main.value):
        given[requirement.main] = main
    elif isinstance(main.value, dict):
        given |= main.entries()
    elif requirement.main:
        given[requirement.main] = main
    else:
        main.problem(f"{name} takes no argument")
    for key, entry in given.items():
        if key not in requirement.arguments:
            entry.problem(f"{name} has no argument '{key}'{did_you_mean(key, requirement.arguments)}")
    return {key: entry for key, entry in given.items() if key in requirement.arguments}


def _fraction(node: Node) -> int | float:
    value = node.number()
    if not 0 < value <= 1:
        node.problem(f"must be above 0 and at most 1, not {value}")
    return value


def _count(node: Node) -> int | float:
    value = node.number()
    if not isinstance(value, int) or value < 0:
        node.problem(f"must be a whole number from 0, not {value}")
    return value


def _at_least_two(node: Node, declared: Declared) -> tuple[str, ...]:
    found = node.names_among(tuple(declared.links), "link type")
    if len(found) < 2 and not node.problems:
        node.problem("name two link types or more")
    return found
