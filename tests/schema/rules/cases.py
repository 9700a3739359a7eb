"""A schema of one rule, and samples to judge by it."""

from crosstie.schema import edits as ed
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.records import Annotation, Link
from crosstie.schema.rules.evaluate import judge
from crosstie.schema.rules.verdict import RuleState
from crosstie.schema.sample_state import SampleState
from tests.schema import samples
from tests.schema.samples import SECOND, annotation, link, mark

_ANYTHING = """
schema: any
version: 1.0.0
languages: [en]
classes:
  - id: c_root
    anchors: [box, cuboid, page_region, text_span, time_span, whole_asset]
    attributes:
      colour: {type: choice, of: [red, blue]}
      tags: {type: multi_choice, of: [a, b]}
      note: text
      plate: {type: text, required: %s}
      parked: {type: bool, default: false}
  - {id: c_child, parent: c_root}
  - {id: c_other, parent: c_root}
entities:
  - {id: e_thing, name: thing, classes: [c_root]}
links:
  - id: l_tie
    name: tie
    from: {classes: [c_root], entities: [e_thing]}
    to: {classes: [c_root], entities: [e_thing]}
    attributes: {sure: {type: bool, default: true}}
  - {id: l_one, name: one, from: {classes: [c_root]}, to: {classes: [c_root]}, cardinality: many-to-one}
  - {id: l_pair, name: pair, from: {classes: [c_root]}, to: {classes: [c_root]}, cardinality: one-to-one,
     symmetric: true}
  - {id: l_list, name: list, from: {classes: [c_root]}, to: {classes: [c_root]},
     group: {min: 2, max: 3, ordered: true}}
rules:
  - {id: r, %s}
"""


def document_with(rule: str, required: str = "false") -> SchemaDocument:
    return load_schema((_ANYTHING % (required, rule)).encode(), "any")


def tied_by(require: str) -> SchemaDocument:
    return document_with(f"on: l_tie, require: {require}")


def state_with(*labels: Annotation | Link) -> SampleState:
    state = samples.sample_state()
    state.apply(
        [
            ed.AddEntity(samples.entity("t1", "e_thing", "T-01")),
            ed.AddEntity(samples.entity("t2", "e_thing", "T-02")),
        ]
    )
    state.apply(ed.AddLink(one) if isinstance(one, Link) else ed.AddAnnotation(one) for one in labels)
    return state


TIE = link("l", "l_tie", mark("a"), mark("b"))


def verdict(document: SchemaDocument, state: SampleState) -> tuple[RuleState, str, int | None]:
    report = judge(document, state)
    found = report.violations
    assert (report.states["r"] == "broken") == bool(found)
    return (report.states["r"], found[0].message, found[0].at_ns) if found else (report.states["r"], "", None)


def span(key: str, start_s: float, end_s: float, class_id: str = "c_root") -> Annotation:
    return annotation(key, class_id, "mic", TimeSpan(int(start_s * SECOND), int(end_s * SECOND)))
