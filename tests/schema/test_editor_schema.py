"""The JSON Schema for editors says what the reader takes."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from crosstie.schema.anchors import ANCHOR_KINDS
from crosstie.schema.document import load_schema
from crosstie.schema.document_parts import ATTRIBUTE_TYPES, CARDINALITIES
from crosstie.schema.document_reader import UNIT_PARTS
from crosstie.schema.modalities import ASSET_KINDS
from crosstie.schema.rules.library import FORBIDDEN, NORMALISATIONS, REQUIRED_ATTRIBUTE, REQUIREMENTS
from crosstie.schema.yaml_reader import read_yaml
from tests.schema.documents import EXAMPLE, example_with

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "schema-document.schema.json").read_text("utf-8"))
DEFS = SCHEMA["$defs"]
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def _problems(data: bytes) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(read_yaml(data))]


def test_it_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_designs_example_and_the_demos_schema_fit_it() -> None:
    assert _problems(EXAMPLE) == []
    assert _problems((ROOT / "resources" / "demo" / "driving.yaml").read_bytes()) == []


def test_its_words_are_the_readers() -> None:
    assert DEFS["anchorKind"]["enum"] == list(ANCHOR_KINDS)
    assert DEFS["modality"]["enum"] == list(ASSET_KINDS)
    assert DEFS["attributeType"]["enum"] == list(ATTRIBUTE_TYPES)
    assert DEFS["linkType"]["properties"]["cardinality"]["enum"] == list(CARDINALITIES)
    assert DEFS["normalisation"]["enum"] == list(NORMALISATIONS)
    assert SCHEMA["properties"]["units"]["additionalProperties"]["items"]["enum"] == list(UNIT_PARTS)
    written = DEFS["requirement"]["anyOf"][1]["properties"]
    assert set(REQUIREMENTS) <= set(written)
    arguments = {name for asked in REQUIREMENTS.values() for name in asked.arguments}
    assert set(written) - set(REQUIREMENTS) <= arguments
    assert set(FORBIDDEN) <= set(DEFS["forbidden"]["properties"])


@pytest.mark.parametrize(
    ("passage", "mistake"),
    [
        ("{type: language}", "{type: flot}"),
        ("anchors: [time_span]", "anchors: [time_spam]"),
        ("modality: transcript", "modality: vidoe"),
        ("cardinality: many-to-one", "cardinality: many"),
        ("version: 2.1.0", "version: 2.1"),
        ("require: same_class", "require: same_clas"),
        ("at_least: 0.5", "at_least: 1.5"),
        ("on: l_same_object, require: same_class", "require: same_class"),
        ("to: {entities: [e_vehicle]}", "to: {}"),
        ("{id: c_truck,", "{ident: c_truck,"),
    ],
)
def test_it_marks_the_common_mistakes(passage: str, mistake: str) -> None:
    assert _problems(example_with(passage, mistake))


def test_the_manual_page_names_every_word_and_its_example_is_a_schema() -> None:
    page = (ROOT / "docs" / "schema-document.md").read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0].encode()
    assert load_schema(example, "docs/schema-document.md").id == "driving"
    assert _problems(example) == []
    words = {*ANCHOR_KINDS, *ASSET_KINDS, *ATTRIBUTE_TYPES, REQUIRED_ATTRIBUTE}
    assert {word for word in words if word not in page} == set()
