"""Whether a rule leaves room for those before it: two that nobody can keep together are a mistake."""

from collections.abc import Iterable

from crosstie.schema.declared import Declared
from crosstie.schema.document_parts import ALWAYS, RuleSpec
from crosstie.schema.rules.counting_checks import asked_range


def contradiction(rule: RuleSpec, earlier: Iterable[RuleSpec], declared: Declared) -> str:
    """Which earlier rule nobody could keep together with this one, and why; empty when there is none.

    Told for how many links there have to be, and for links that are forbidden together but each required.
    """
    if rule.when != ALWAYS:
        return ""
    together = [one for one in earlier if one.when == ALWAYS and _share_a_subject(rule, one, declared)]
    for one in together:
        if rule.requirement == one.requirement == "link" and rule.arguments["type"] == one.arguments["type"]:
            least = max(asked_range(rule)[0], asked_range(one)[0])
            most = min(asked_range(rule)[1], asked_range(one)[1])
            if least > most:
                return f"nobody can keep both this and {one.id}: at least {least} and at most {most} links"
    return _forbidden_but_required([*together, rule])


def _forbidden_but_required(rules: list[RuleSpec]) -> str:
    required = {
        str(one.arguments["type"]): one.id
        for one in rules
        if one.requirement == "link" and asked_range(one)[0] > 0
    }
    for one in rules:
        types = one.arguments.get("types")
        if one.requirement == "links" and isinstance(types, tuple) and required.keys() >= set(types):
            ids = " and ".join(required[type_id] for type_id in types)
            return f"nobody can keep {one.id} together with {ids}: what it forbids is required"
    return ""


def _share_a_subject(first: RuleSpec, second: RuleSpec, declared: Declared) -> bool:
    """Whether every subject of one is a subject of the other."""
    if first.subject != second.subject:
        return False
    ids = (first.subject_id, second.subject_id)
    is_a = declared.taxonomy.is_a
    return ids[0] == ids[1] or (first.subject == "class" and (is_a(*ids) or is_a(*reversed(ids))))
