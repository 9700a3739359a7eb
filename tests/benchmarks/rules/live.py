"""The verdicts after one edit in a crowded sample, against judging the whole sample anew."""

import time
from collections.abc import Iterator
from typing import Final

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.document import load_schema, schema_ref
from crosstie.schema.ids import new_id
from crosstie.schema.records import End, Link
from crosstie.schema.rules.evaluate import judge
from crosstie.schema.rules.live import LiveRules
from crosstie.schema.sample_state import SampleState
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import Goal, NotEqual, Row
from tests.benchmarks.rules.crowd import PER_MOMENT, SCHEMA, SECOND, founding, labels

EDITS: Final = 1_000
GOAL_MS: Final = 16.0


def rows(annotations: int) -> Iterator[Row]:
    """Edits of ten kinds in turn, each one followed by its verdicts."""
    document = load_schema(SCHEMA, "crowd.yaml")
    state = SampleState("s", [*founding("s", "p", "a", schema_ref(document)), *labels("s", "p", annotations)])
    live = LiveRules(document, "s", state.records(), "p")
    times = []
    for number in range(EDITS):
        changes = state.apply(_edit(state, number, annotations // PER_MOMENT))
        began = time.perf_counter()
        live.apply(changes)
        broken = live.violations
        times.append(time.perf_counter() - began)
    began = time.perf_counter()
    report = judge(document, state, "p")
    whole = time.perf_counter() - began
    if report != live.report() or broken != report.violations:
        raise NotEqual("the rules kept in step differ from the rules judged from scratch")
    for name, took in (("median", median(times)), ("95 %", percentile(times, 95))):
        yield Row(
            f"rules after an edit among {annotations:,} annotations, {name}, against judging all",
            took * 1000,
            whole * 1000,
            "ms",
            Goal("at most", 0, GOAL_MS),
            f"{len(broken):,} broken",
        )


def _edit(state: SampleState, number: int, moments: int) -> tuple[ed.Edit, ...]:
    at, groups = number * 7919 % moments, max(moments // 10, 1)
    if number % 2:
        return _edit_of_a_turn(state, number, at, groups)
    return _edit_of_a_vehicle(state, number, at, groups)


def _edit_of_a_vehicle(state: SampleState, number: int, at: int, groups: int) -> tuple[ed.Edit, ...]:
    box = state.annotations[f"b{at}"]
    before = ed.Meaning(box.class_id, box.attributes)
    match number % 10:
        case 0:
            return (ed.SetMeaning("s", box.id, before, ed.Meaning(box.class_id, {"colour": "red"})),)
        case 2:
            return (ed.SetMeaning("s", box.id, before, ed.Meaning("c_vehicle", box.attributes)),)
        case 4:
            entity = state.entities[f"e_vehicle{at // 10}"]
            return (ed.SetEntity(entity, msgspec.structs.replace(entity, name=f"V {number}")),)
        case 6:
            about = f"e_vehicle{number * 17 % groups}"
            return (ed.SetEntityOf("s", box.id, box.entity_id, about),)
        case _:
            face = state.annotations[f"f{at}"]
            return (ed.RemoveAnnotation(face), ed.AddAnnotation(face))


def _edit_of_a_turn(state: SampleState, number: int, at: int, groups: int) -> tuple[ed.Edit, ...]:
    turn = state.annotations[f"t{at}"]
    match number % 10:
        case 1:
            return tuple(ed.RemoveLink(link) for link in state.links_of(turn.id))
        case 3:
            far = End("entity", f"e_person{number * 31 % groups}")
            return (ed.AddLink(Link(new_id(), "s", "p", "l_speaker", End("annotation", turn.id), far)),)
        case 5:
            return (ed.AddAnnotation(msgspec.structs.replace(turn, id=new_id())),)
        case _:
            assert isinstance(turn.anchor, TimeSpan)
            moved = TimeSpan(turn.anchor.start_ns + SECOND // 3, turn.anchor.end_ns + SECOND // 3)
            return (ed.SetAnchor("s", turn.id, turn.anchor, moved),)
