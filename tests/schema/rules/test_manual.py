"""The manual page on rules names everything that there is, and its examples are rules."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.rules.library import FORBIDDEN, NORMALISATIONS, REQUIREMENTS, STANDING
from crosstie.schema.yaml_reader import read_yaml

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")
EDITOR = json.loads((ROOT / "docs" / "schema-document.schema.json").read_text("utf-8"))
BASE, *EXAMPLES = [block.split("```")[0] for block in PAGE.split("```yaml\n")[1:]]
SECTIONS = {part.split("`")[0]: part for part in PAGE.split("\n### `")[1:]}


def with_rules(rules: str) -> bytes:
    return f"{BASE}rules:\n{rules}".encode()


def loaded(rules: str) -> SchemaDocument:
    return load_schema(with_rules(rules), "docs/rules.md")


@pytest.mark.parametrize("name", [*REQUIREMENTS, *FORBIDDEN])
def test_each_requirement_has_a_section_with_an_example_of_it(name: str) -> None:
    example = SECTIONS[name].split("```yaml\n")[1].split("```")[0]
    assert {rule.requirement for rule in loaded(example).rules} == {name}


@pytest.mark.parametrize("name", [*REQUIREMENTS, *FORBIDDEN])
def test_each_section_tells_the_arguments(name: str) -> None:
    library = REQUIREMENTS | FORBIDDEN
    words = {*library[name].arguments} - {"with", "of", "type", "types", "first"}
    words |= {word for argument in library[name].arguments.values() for word in argument.words}
    assert {word for word in words if word not in SECTIONS[name]} == set()


def test_the_page_names_what_is_always_there_and_every_normalisation() -> None:
    assert {word for word in (*STANDING, *NORMALISATIONS) if f"| `{word}` |" not in PAGE} == set()


@pytest.mark.parametrize("rules", EXAMPLES)
def test_the_examples_fit_the_schema_for_editors(rules: str) -> None:
    assert loaded(rules).rules
    problems = jsonschema.Draft202012Validator(EDITOR).iter_errors(read_yaml(with_rules(rules)))
    assert [problem.message for problem in problems] == []


def test_the_example_of_a_message_is_one() -> None:
    [told] = re.findall(r"`rules\[3\]\.(when\.class: [^`]+)`", PAGE)
    with pytest.raises(SchemaInvalid, match=re.escape(told)):
        loaded("- {id: r, for_each: c_speech, when: {class: c_row}, require: has_entity}")
