"""Schema documents for tests: the design's own example, whole or with one passage replaced."""

from functools import cache
from pathlib import Path
from typing import Final

from crosstie.schema.document import SchemaDocument, load_schema

EXAMPLE: Final = (Path(__file__).parent / "data" / "driving.yaml").read_bytes()


def example_with(passage: str, replacement: str) -> bytes:
    """The example with the one place where `passage` stands replaced."""
    text = EXAMPLE.decode()
    assert text.count(passage) == 1, f"{passage!r} stands {text.count(passage)} times in the example"
    return text.replace(passage, replacement).encode()


@cache
def example() -> SchemaDocument:
    """The example, loaded."""
    return load_schema(EXAMPLE, "driving.yaml")
