"""Reads one rule of a schema document: its subject, when it applies, and what it requires or forbids."""

from typing import Final

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import RuleSpec
from crosstie.schema.names import read_names
from crosstie.schema.rules.arguments import Asked
from crosstie.schema.rules.checks import rule_problem
from crosstie.schema.rules.condition_reader import read_condition
from crosstie.schema.rules.contradictions import contradiction
from crosstie.schema.rules.library import FORBIDDEN, REQUIREMENTS, STANDING
from crosstie.schema.rules.subjects import read_subject
from crosstie.schema.yaml_node import Node

_KEYS: Final = ("id", "name", "on", "for_each", "in_each", "when", "require", "forbid")


class RuleReader:
    """Reads the rules of one document one after the other."""

    def __init__(self, declared: Declared, languages: tuple[str, ...]) -> None:
        self._declared = declared
        self._languages = languages
        self._earlier: list[RuleSpec] = []

    def read(self, node: Node) -> RuleSpec | None:
        """The rule at `node`, or None after noting what is wrong with it."""
        rule = read_rule(node, self._declared, self._languages)
        if rule is not None and not node.problems:
            if problem := contradiction(rule, self._earlier, self._declared):
                node.doubt(problem)
            self._earlier.append(rule)
        return rule


def read_rule(node: Node, declared: Declared, languages: tuple[str, ...]) -> RuleSpec | None:
    """The rule at `node`, or None after noting what is wrong with it."""
    mistakes_before = node.mistake_count
    fields = node.fields(_KEYS, required=("id",))
    rule_id = fields["id"].identifier() if "id" in fields else ""
    if rule_id in STANDING:
        fields["id"].problem(f"'{rule_id}' is the name of a rule that is always there; choose another")
    subject = read_subject(node, fields.get("on"), fields.get("for_each"), fields.get("in_each"), declared)
    names = read_names(fields.get("name"), languages)
    asks = _asking(node, fields)
    if subject is None or asks is None:
        return None
    condition = read_condition(fields.get("when"), *subject, declared)
    library, what = (
        (REQUIREMENTS, "requirement") if asks is fields.get("require") else (FORBIDDEN, "combination")
    )
    asked = Asked(*subject, declared, library, what).read(asks)
    if asked is None or node.mistake_count > mistakes_before:
        return None
    rule = RuleSpec(rule_id, *subject, *asked, names, condition)
    # After a mistake further up, the ends and classes that the rule is about may be missing.
    if not node.problems and (problem := rule_problem(rule, declared)):
        asks.doubt(problem)
    return rule


def _asking(node: Node, fields: dict[str, Node]) -> Node | None:
    require, forbid = fields.get("require"), fields.get("forbid")
    if (require is None) == (forbid is None):
        node.problem(
            "'require' is missing, or 'forbid'"
            if require is None
            else "has both 'require' and 'forbid'; make it two"
        )
        return None
    return require if require is not None else forbid
