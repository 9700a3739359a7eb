"""The manual page on versions and the JSON Schema for editors say what the reader takes."""

import json
from pathlib import Path
from typing import Any

import jsonschema

from crosstie.schema.document import load_schema
from crosstie.schema.versions.step_reader import FACTS, STEP_NAMES
from crosstie.schema.yaml_reader import read_yaml
from tests.schema.versions.fleet import NEW_SOURCE

DOCS = Path(__file__).resolve().parents[3] / "docs"
SCHEMA: dict[str, Any] = json.loads((DOCS / "schema-document.schema.json").read_text("utf-8"))


def test_every_step_is_in_both() -> None:
    page = (DOCS / "schema-versions.md").read_text("utf-8")
    assert set(SCHEMA["$defs"]["step"]["properties"]) == set(STEP_NAMES)
    assert [word for word in (*STEP_NAMES, *FACTS) if f"`{word}" not in page] == []


def test_the_page_shows_a_schema_that_is_valid() -> None:
    page = (DOCS / "schema-versions.md").read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0].encode()
    assert load_schema(example, "page").version == "2.0.0"
    for source in (example, NEW_SOURCE):
        jsonschema.Draft202012Validator(SCHEMA).validate(read_yaml(source))
