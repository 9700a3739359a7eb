"""Broken rules by annotation: where the lanes put a red mark, and what its tip says."""

from collections.abc import Iterable, Mapping

import msgspec

from crosstie.schema.rules.verdict import Violation
from crosstie.schema.sample_state import SampleState


class Broken(msgspec.Struct, frozen=True):
    """One broken rule at one annotation, and the sample time to look at, if any."""

    message: str
    at_ns: int | None


Marks = Mapping[str, tuple[Broken, ...]]
"""An annotation's id → the violations that concern it."""


def broken_rules(state: SampleState, violations: Iterable[Violation]) -> Marks:
    """Violations by annotation. What concerns entities alone is told at the first annotation of each."""
    marks: dict[str, tuple[Broken, ...]] = {}
    for violation in violations:
        for annotation_id in _places(state, violation):
            told = Broken(violation.message, violation.at_ns)
            marks[annotation_id] = (*marks.get(annotation_id, ()), told)
    return marks


def _places(state: SampleState, violation: Violation) -> list[str]:
    own = [end.id for end in violation.ends if end.kind == "annotation" and end.id in state.annotations]
    if own:
        return own
    firsts = (next(iter(state.annotations_of(end.id)), None) for end in violation.ends)
    return [annotation.id for annotation in firsts if annotation is not None]
