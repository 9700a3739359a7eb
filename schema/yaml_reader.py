"""YAML as people mean it: YAML 1.2's plain words, duplicate keys refused, and bombs that do not go off.

PyYAML follows YAML 1.1, where `on:`, `no` and `12:30` turn into booleans and numbers, and where of two
equal keys the first is silently lost. Files that people write by hand (a schema, a manifest) need neither.
"""

import math
import re
from typing import Final

import yaml

from crosstie.schema.errors import CrosstieError

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 32
MAX_NODES: Final = 100_000

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]

_LONGEST_NUMBER: Final = 32
_IMPLICIT: Final = (
    ("null", re.compile(r"~|null|Null|NULL|")),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE")),
    ("int", re.compile(r"[-+]?[0-9]+")),
    ("float", re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")),
)


class YamlInvalid(CrosstieError):
    """The bytes are not YAML of the plain kind; the message names the line."""


class _Loader(yaml.SafeLoader):
    """Composes nodes only, without YAML 1.1's guesses: `_scalar` understands the plain words."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.yaml_implicit_resolvers = {}
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise YamlInvalid(f"line {self.line + 1}: nested deeper than {MAX_DEPTH} levels")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_yaml(data: bytes) -> Plain:
    """The one document in `data` as plain lists, texts, numbers and dicts with text keys.

    Raises YamlInvalid for what is not UTF-8 or YAML, for a key that stands twice, for a tag (`!x`), for more
    than MAX_BYTES bytes, MAX_DEPTH levels or MAX_NODES values once aliases are written out.
    """
    if len(data) > MAX_BYTES:
        raise YamlInvalid(f"the file is larger than {MAX_BYTES >> 20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlInvalid(f"line {line}: not UTF-8 text; save the file as UTF-8") from error
    return _Plainer().plain(_compose(text), 0)


def _compose(text: str) -> yaml.Node | None:
    try:
        loader = _Loader(text)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise YamlInvalid(f"{place}{error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise YamlInvalid(f"not YAML: {str(error).splitlines()[0]}") from error


class _Plainer:
    """Turns nodes into plain values, counting them so that aliases cannot multiply without end."""

    def __init__(self) -> None:
        self._left = MAX_NODES

    def plain(self, node: yaml.Node | None, depth: int) -> Plain:
        self._left -= 1
        if self._left < 0:
            raise YamlInvalid(f"{_line(node)}: more than {MAX_NODES} values, aliases counted")
        if depth > MAX_DEPTH:
            raise YamlInvalid(f"{_line(node)}: deeper than {MAX_DEPTH} levels, or an alias within itself")
        match node:
            case None:
                return None
            case yaml.ScalarNode():
                return _scalar(node)
            case yaml.SequenceNode():
                _refuse_tag(node, "seq")
                return [self.plain(item, depth + 1) for item in node.value]
            case yaml.MappingNode():
                _refuse_tag(node, "map")
                return self._mapping(node, depth)
            case _:
                raise YamlInvalid(f"{_line(node)}: neither a value, a list nor a mapping")

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlInvalid(f"{_line(key_node)}: a key must be a plain word")
            key = key_node.value
            if key in found:
                raise YamlInvalid(f"{_line(key_node)}: the key '{key}' stands twice")
            found[key] = self.plain(value_node, depth + 1)
        return found


def _scalar(node: yaml.ScalarNode) -> Plain:
    _refuse_tag(node, "str")
    text: str = node.value
    # A style means quotes or a block: the writer said that it is text.
    quoted = node.style is not None
    kind = "str" if quoted else next((kind for kind, form in _IMPLICIT if form.fullmatch(text)), "str")
    match kind:
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "str":
            return text
        case _:
            return _number(node, text, whole=kind == "int")


def _number(node: yaml.ScalarNode, text: str, *, whole: bool) -> int | float:
    value = math.inf if len(text) > _LONGEST_NUMBER else int(text) if whole else float(text)
    if not math.isfinite(value):
        raise YamlInvalid(f"{_line(node)}: the number is too large; put it in quotes if it is text")
    return value


def _refuse_tag(node: yaml.Node, kind: str) -> None:
    if node.tag != f"tag:yaml.org,2002:{kind}":
        raise YamlInvalid(f"{_line(node)}: the tag '{node.tag}' is not allowed")


def _line(node: yaml.Node | None) -> str:
    mark = node.start_mark if node is not None else None
    return f"line {mark.line + 1}" if mark is not None else "line 1"
