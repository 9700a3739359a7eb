"""The public functions give what papers and other libraries give."""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.qa.vectors.answers import answer, difference

OWN = Path(__file__).parent / "data" / "vectors.json"
FILE = Path(os.environ.get("CROSSTIE_QA_VECTORS") or OWN)
ROWS = msgspec.json.decode(FILE.read_bytes(), type=list[dict[str, Any]])
VECTORS = [row for row in ROWS if row["metric"] != "_meta"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_vector(vector: dict[str, Any]) -> None:
    found = answer(vector["metric"], vector["inputs"])
    assert difference(vector["expected"], found, vector["tolerance"]) == []


def test_the_file_has_as_many_vectors_as_it_says() -> None:
    for row in ROWS:
        if row["metric"] == "_meta" and "n_vectors" in row["inputs"]:
            assert len(VECTORS) == row["inputs"]["n_vectors"]


def test_a_metric_without_a_function_fails() -> None:
    with pytest.raises(KeyError, match="no function for the metric"):
        answer("astrology", {})


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (0.5, 0.6),
        (None, 0.0),
        (0.0, None),
        ("empty", "ok"),
        ([1], [1, 2]),
        ({"a": 1}, {}),
        ({"a_range": [0, 1]}, {"a": 2}),
    ],
)
def test_what_differs_is_told(expected: object, found: object) -> None:
    assert difference(expected, found, 1e-9)
