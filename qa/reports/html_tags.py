"""HTML from plain values: whatever is not markup already is escaped."""

import html
import re
from collections.abc import Iterable
from typing import Final, TypeAlias

import msgspec

_VOID: Final = frozenset({"br", "col", "hr", "input", "link", "meta"})
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Markup(str):
    """HTML as it stands. Made by `tag`, `joined` and `trusted` alone."""

    __slots__ = ()


Child: TypeAlias = str | Iterable["Child"] | None


def plain(text: str) -> str:
    """Return text without what HTML, SVG and PDF cannot hold: control characters and lone surrogates."""
    return _UNSEEN.sub("\ufffd", text)


def trusted(text: str) -> Markup:
    """Take text as HTML: of our own files, and of libraries that escape what they are given."""
    return Markup(text)


def joined(*children: Child) -> Markup:
    """Return children as one piece; strings that are no markup are escaped, None is nothing."""
    return Markup("".join(_written(child) for child in children))


def tag(name: str, /, *children: Child, **attributes: str | float | bool | None) -> Markup:
    """Return an element. A trailing underscore of an attribute's name is dropped, others are hyphens.

    An attribute that is None or False is left out, one that is True has no value.
    """
    opened = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Markup(opened if name in _VOID else f"{opened}{joined(*children)}</{name}>")


def json_text(value: object) -> Markup:
    """Return JSON that can stand in a script element."""
    text = msgspec.json.encode(value).decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _written(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return html.escape(plain(child), quote=False)
    return "".join(_written(one) for one in child)


def _attribute(name: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    key = name.rstrip("_").replace("_", "-")
    return f" {key}" if value is True else f' {key}="{html.escape(plain(str(value)))}"'
