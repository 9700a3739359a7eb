"""Version numbers of schema documents: three whole numbers, as in 2.1.0."""

import re
from typing import Final

from crosstie.schema.yaml_node import Node

VERSION: Final = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")


def read_version(node: Node) -> str:
    """The version at `node`; what is none is a mistake."""
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        node.problem(f"a version has three numbers, as in 2.1.0, not {node.value}")
        return ""
    text = node.text()
    if text and not VERSION.fullmatch(text):
        node.problem(f"a version has three numbers, as in 2.1.0, not '{text}'")
    return text


def next_version(version: str) -> str:
    """The version after one, its middle number counted on: 2.2.0 after 2.1.3."""
    major, minor, _patch = version.split(".")
    return f"{major}.{int(minor) + 1}.0"
