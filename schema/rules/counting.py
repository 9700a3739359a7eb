"""Verdicts over what stands at an end of links: how many there are, in which order, of which types."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from crosstie.schema.anchors import PageRegion, TextSpan
from crosstie.schema.document_parts import RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.readable import Readable
from crosstie.schema.records import End, Link
from crosstie.schema.rules.conditions import subject_ends
from crosstie.schema.rules.counting_checks import asked_range
from crosstie.schema.rules.link_verdicts import start_of
from crosstie.schema.rules.verdict import KEPT, NOT_APPLICABLE, Case, Subject, Verdict, broken

Key = tuple[int | float | str, ...]


def link_count(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """As many certain links of a type stand at it as are asked; one at least where no number is given."""
    type_id = str(rule.arguments["type"])
    found = sum(1 for _ in certain_links(case.state, subject, type_id))
    least, most = asked_range(rule)
    if least <= found <= most:
        return KEPT
    limit = least if found < least else most
    wanted = f"{'' if least == most else 'at least ' if found < least else 'at most '}{limit}"
    return _against(case, subject, f"needs {wanted} {_links(case, type_id, limit)} and has {found}")


def one_link(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """No more than one certain link of a type stands at this end of it."""
    found = sum(1 for _ in certain_links(case.state, subject, rule.subject_id, str(rule.arguments["at"])))
    if found < 2:
        return KEPT if found else NOT_APPLICABLE
    return _against(case, subject, f"has {found} {_links(case, rule.subject_id, found)}, and 1 is allowed")


def group_size(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """A group, once it is begun, has as many links as its type allows."""
    found = sum(1 for _ in certain_links(case.state, subject, rule.subject_id, "from"))
    least, most = rule.arguments["min"], rule.arguments["max"]
    assert isinstance(least, int)
    assert isinstance(most, int)
    if not found:
        return NOT_APPLICABLE
    if least <= found <= most:
        return KEPT
    limit, word = (least, "at least") if found < least else (most, "at most")
    return _against(
        case, subject, f"needs {word} {limit} {_links(case, rule.subject_id, limit)} and has {found}"
    )


def in_order(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """The links of a group lead, in the order of their places, to ends that follow each other."""
    links = group_of(case, rule, subject)
    keys = [order_key(case, str(rule.arguments["by"]), link.to_end) for link in links]
    placed = [(link, key) for link, key in zip(links, keys, strict=True) if key is not None]
    if len(placed) < 2:
        return NOT_APPLICABLE
    for (before, earlier), (after, later) in pairwise(placed):
        if before.place == after.place or later < earlier:
            names = [end_name(case.document, case.state, link.to_end) for link in (before, after)]
            same = before.place == after.place
            what = (
                f"both {names[0]} and {names[1]} at place {after.place}"
                if same
                else f"{names[0]} before {names[1]}"
            )
            at_ns = start_of(case, after.to_end)
            return _against(case, subject, f"has {what}", (before.to_end, after.to_end), at_ns)
    return KEPT


def forbidden_links(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """Not all of these types have a certain link at it."""
    types = rule.arguments["types"]
    assert isinstance(types, tuple)
    standing = {type_id for type_id in types if next(certain_links(case.state, subject, type_id), None)}
    if standing != set(types):
        return KEPT
    names = " and ".join(f"'{case.document.display_name(one, case.document.languages[0])}'" for one in types)
    return _against(case, subject, f"may not have {names} links at once")


def certain_links(state: Readable, subject: Subject, type_id: str, at: str = "either") -> Iterator[Link]:
    """The certain links of one type in the subject's pass that stand at it: as origin, target or either."""
    for link in state.links_of(subject.id):
        if link.type_id != type_id or link.status != "certain" or link.pass_id != subject.pass_id:
            continue
        if at == "either" or (link.from_end if at == "from" else link.to_end).id == subject.id:
            yield link


def group_of(case: Case, rule: RuleSpec, subject: Subject) -> list[Link]:
    """The group that a rule asks about, in the order of places."""
    links = certain_links(case.state, subject, str(rule.arguments["type"]), "from")
    return sorted(links, key=lambda link: (link.place, link.id))


def order_key(case: Case, by: str, end: End) -> Key | None:
    """What an end is ordered by: when it begins, or where it stands in a text or on a page, if it does."""
    return _ORDERS[by](case, end)


def _time_key(case: Case, end: End) -> Key | None:
    at_ns = start_of(case, end)
    return None if at_ns is None else (at_ns,)


def _reading_key(case: Case, end: End) -> Key | None:
    """Within one asset by page, then from the top, then from the left; or by the place in the text."""
    annotation = case.state.annotations[end.id] if end.kind == "annotation" else None
    match annotation.anchor if annotation else None:
        case PageRegion(page=page, x=x, y=y):
            return (annotation.asset_id if annotation else "", page, y, x)
        case TextSpan(start=start):
            return (annotation.asset_id if annotation else "", start)
        case _:
            return None


_ORDERS: dict[str, Callable[[Case, End], Key | None]] = {"time": _time_key, "reading": _reading_key}


def _links(case: Case, type_id: str, count: int) -> str:
    name = case.document.display_name(type_id, case.document.languages[0])
    return f"'{name}' {'link' if count == 1 else 'links'}"


def _against(
    case: Case, subject: Subject, what: str, ends: tuple[End, ...] = (), at_ns: int | None = None
) -> Verdict:
    own = subject_ends(case, subject)
    name = " and ".join(end_name(case.document, case.state, end) for end in own)
    return broken(f"{name} {what}", start_of(case, *own) if at_ns is None else at_ns, ends)
