"""Writes plain values as YAML that `yaml_reader` reads back as just the same."""

import re
from typing import Final

import yaml

from crosstie.schema.yaml_reader import Plain

_LOOKS_LIKE_MORE: Final = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE|"
    r"[-+]?[0-9]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|"
)


class _Dumper(yaml.SafeDumper):
    """Quotes each text that YAML 1.2 would take for something else; YAML 1.1 has other words."""

    def ignore_aliases(self, data: object) -> bool:
        """Everything is written out: an alias is hard to read."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "'" if _LOOKS_LIKE_MORE.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_bytes(value: Plain, heading: str = "") -> bytes:
    """UTF-8 YAML, keys in the order given, the innermost lists and mappings on one line each.

    `heading` becomes comment lines at the top.
    """
    written = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, indent=2)
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    return (comment + written).encode()
