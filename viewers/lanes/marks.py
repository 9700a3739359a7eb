"""Broken rules by annotation: where the lanes put a red mark, and what its tip says."""

from collections.abc import Iterable, Mapping

from crosstie.schema.rules.verdict import Violation
from crosstie.schema.sample_state import SampleState

Marks = Mapping[str, tuple[str, ...]]
"""An annotation's id → the messages of the violations that concern it."""


def broken_rules(state: SampleState, violations: Iterable[Violation]) -> Marks:
    """The messages by annotation. What concerns entities alone is told at the first annotation of each."""
    marks: dict[str, tuple[str, ...]] = {}
    for violation in violations:
        for annotation_id in _places(state, violation):
            marks[annotation_id] = (*marks.get(annotation_id, ()), violation.message)
    return marks


def _places(state: SampleState, violation: Violation) -> list[str]:
    own = [end.id for end in violation.ends if end.kind == "annotation" and end.id in state.annotations]
    if own:
        return own
    firsts = (next(iter(state.annotations_of(end.id)), None) for end in violation.ends)
    return [annotation.id for annotation in firsts if annotation is not None]
