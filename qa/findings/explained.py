"""Which findings say what another one says already, and better."""

from collections.abc import Sequence
from typing import Final

from crosstie.qa.findings.tested import Subject, Tested
from crosstie.qa.study.pods import Pods
from crosstie.qa.study.slices import By

_WIDE: Final = ("link_modalities", "modality")
"""Facets whose parts hold link types or classes."""


class Kept:
    """A finding that stands, and those that only repeat it for the same slice."""

    def __init__(self, one: Tested) -> None:
        self.one = one
        self.also: list[Tested] = []


def unexplained(found: Sequence[tuple[str, Tested]], pods: Pods) -> list[Kept]:
    """Return the findings (kind, test) that no other explains, the greatest effect first.

    A pod's drift explains that the pod and its people differ in that class, and its charts; a pod explains
    its people; of everything that one slice fails on, the narrowest and worst stands for all.
    """
    drifts = [one for kind, one in found if kind == "drift"]
    slices = [one for kind, one in found if kind == "slice"]
    kept: list[Kept] = []
    leaders: dict[By, Kept] = {}
    for kind, one in sorted(found, key=_narrow_first):
        if _by_drift(kind, one, drifts, pods) or (kind == "slice" and _by_pod(one, slices, pods)):
            continue
        leader = leaders.get(one.subject.by) if kind == "slice" else None
        if leader is not None:
            if not _is_wider(one.subject, leader.one.subject):
                leader.also.append(one)
            continue
        kept.append(Kept(one))
        if kind == "slice":
            leaders[one.subject.by] = kept[-1]
    return sorted(kept, key=lambda one: -one.one.effect)


def _narrow_first(found: tuple[str, Tested]) -> tuple[bool, bool, float]:
    """Sort parts before wholes, link types before the modalities they tie, great effects before small."""
    subject = found[1].subject
    return not subject.facet, subject.facet in _WIDE, -found[1].effect


def _is_wider(subject: Subject, leader: Subject) -> bool:
    """Tell whether a part only fails because it holds the leader's."""
    return subject.metric == leader.metric and subject.facet in ("", *_WIDE)


def _by_drift(kind: str, one: Tested, drifts: Sequence[Tested], pods: Pods) -> bool:
    """Tell whether a drift explains a finding."""
    mine = one.subject
    for drift in drifts:
        theirs = drift.subject
        if drift is one or mine.metric != theirs.metric:
            continue
        if kind == "drift" and mine.value == theirs.value and not mine.by and theirs.by:
            return True
        if kind == "slice" and _concerns(mine, theirs, pods):
            return True
    return False


def _concerns(mine: Subject, theirs: Subject, pods: Pods) -> bool:
    """Tell whether a slice is of people that a drift is of, and of a part that holds its class."""
    if mine.facet == "class" and mine.value != theirs.value:
        return False
    drifting = {value for _, value in theirs.by}
    return bool(drifting & _pods_of(mine.by, pods)) if theirs.by else False


def _by_pod(one: Tested, slices: Sequence[Tested], pods: Pods) -> bool:
    """Tell whether somebody's pod is at fault in the same part."""
    mine = one.subject
    if not mine.by or mine.by[0][0] != "annotators":
        return False
    own = _pods_of(mine.by, pods)
    return any(
        other.subject.by[0] == ("pod", pod)
        and (other.subject.metric, other.subject.facet, other.subject.value)
        == (mine.metric, mine.facet, mine.value)
        for other in slices
        for pod in own
    )


def _pods_of(by: By, pods: Pods) -> set[str]:
    """Return the pods that a slice of pods or of people is about."""
    found: set[str] = set()
    for dimension, value in by:
        names = value.split(" × ")
        if dimension == "pod":
            found.update(names)
        elif dimension == "annotators":
            found.update(pods.of(names))
    return found
