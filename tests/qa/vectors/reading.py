"""The shapes that inputs of vectors come in."""

from collections.abc import Mapping, Sequence
from typing import Any

from crosstie.qa.labels import label_set
from crosstie.qa.matching.shapes import Cuboid, polygon
from crosstie.qa.matching.text_spans import TextSpan
from crosstie.qa.speakers.turns import Turn
from crosstie.qa.tracking.frames import Frame
from crosstie.qa.unitizing.spans import Span

Json = Any  # what stands in the file is not known before it is read
Inputs = Mapping[str, Json]


def first(inputs: Inputs, *names: str) -> Json:
    """The input under the first of these names; a vector that has none of them cannot be read."""
    for name in names:
        if name in inputs:
            return inputs[name]
    raise KeyError(f"the vector has none of the inputs {names}, only {tuple(inputs)}")


def label(given: Json) -> Json:
    return label_set(given) if isinstance(given, list) else given


def by_annotator(inputs: Inputs) -> list[list[Json]]:
    """Ratings with one row an annotator, from either layout."""
    if any(name in inputs for name in ("unit_x_annotator_codes", "unit_x_annotator", "units")):
        units = first(inputs, "unit_x_annotator_codes", "unit_x_annotator", "units")
        return [[label(row[i]) for row in units] for i in range(len(units[0]) if units else 0)]
    rows = first(inputs, "annotator_x_unit", "annotator_x_unit_codes", "annotators")
    return [[label(given) for given in row] for row in rows]


def span(given: Mapping[str, Json]) -> Span:
    end = given["end"] if "end" in given else given["start"] + given["length"]
    return Span(given["start"], end, given.get("label", ""))


def spans(rows: Sequence[Sequence[Mapping[str, Json]]] | Mapping[str, Json]) -> list[list[Span]]:
    listed = [rows[name] for name in sorted(rows)] if isinstance(rows, Mapping) else rows
    return [[span(given) for given in row] for row in listed]


def text_span(given: Mapping[str, Json], inclusive: bool) -> TextSpan:
    parts = given.get("parts") or [[given["start"], given["end"]]]
    return TextSpan(given.get("label", ""), tuple((start, end + inclusive) for start, end in parts))


def turns(rows: Sequence[Mapping[str, Json]]) -> list[Turn]:
    return [Turn(row["start"], row["end"], row["speaker"]) for row in rows]


def frames(rows: Sequence[Mapping[str, Json]]) -> list[Frame]:
    return [Frame(row["gold_ids"], row["pred_ids"], row["similarity"]) for row in rows]


def cuboid(given: Mapping[str, Json]) -> Cuboid:
    names = (("l", "length"), ("w", "width"), ("h", "height"))
    length, width, height = (float(first(given, short, long)) for short, long in names)
    return Cuboid(given["cx"], given["cy"], given["cz"], length, width, height, given.get("yaw", 0.0))


def area(given: Json) -> Json:
    return polygon(given["outline"], given.get("holes", ())) if isinstance(given, Mapping) else polygon(given)


def boxes(inputs: Inputs, side: str) -> list[list[float]]:
    """Boxes as x, y, width, height, from that or from two corners."""
    if f"{side}_xyxy" in inputs:
        return [[x, y, right - x, bottom - y] for x, y, right, bottom in inputs[f"{side}_xyxy"]]
    return list(first(inputs, f"{side}_xywh", side))


def shard(given: Json, main: str, inputs: Inputs) -> dict[str, Json]:
    """One shard of a merge vector as the inputs of its metric: it is those, or their main one alone."""
    common = {name: value for name, value in inputs.items() if name not in ("metric", "shards")}
    if isinstance(given, Mapping):
        return {**common, **given}
    names = main.split("+")
    return {**common, **(dict(zip(names, given, strict=True)) if len(names) > 1 else {main: given})}
