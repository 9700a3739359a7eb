"""A schema document in the making, as plain values. No Qt."""

import copy
from collections.abc import Mapping

import msgspec

from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.versions.differences import Difference, diff
from crosstie.schema.versions.implied import implied_steps, successor_migrations
from crosstie.schema.versions.version_number import next_version
from crosstie.schema.yaml_reader import Plain, read_yaml
from crosstie.schema.yaml_writer import yaml_bytes

Entry = dict[str, Plain]


class Checked(msgspec.Struct, frozen=True):
    """What a draft comes to: a document where it is valid, and what is wrong where it is not."""

    source: bytes
    document: SchemaDocument | None
    problems: tuple[str, ...]
    differences: tuple[Difference, ...]


class Draft:
    """The next version of a document. Every change is remembered, so that it can be taken back."""

    def __init__(self, old: SchemaDocument) -> None:
        self.old = old
        whole = read_yaml(old.source)
        assert isinstance(whole, dict)
        self._plain: Entry = whole
        self._plain["version"] = next_version(old.version)
        self.merged: dict[str, str] = {}
        self._before: list[tuple[Entry, dict[str, str]]] = []

    def copy(self) -> "Draft":
        """The draft as it is now, for another thread; what can be taken back is not in it."""
        copied = Draft(self.old)
        copied._plain, copied.merged = copy.deepcopy(self._plain), dict(self.merged)
        return copied

    # What it says

    @property
    def version(self) -> str:
        """The version that it will have."""
        return str(self._plain["version"])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its names."""
        return tuple(str(language) for language in _list(self._plain.get("languages")))

    def section(self, name: str) -> tuple[Entry, ...]:
        """The entries of `classes`, `entities` or `links`."""
        return tuple(entry for entry in _list(self._plain.get(name)) if isinstance(entry, dict))

    def find(self, any_id: str) -> Entry | None:
        """The class, entity type or link type with an id."""
        sections = ("classes", "entities", "links")
        return next((e for name in sections for e in self.section(name) if e.get("id") == any_id), None)

    def check(self) -> Checked:
        """The draft as a document with the steps that it implies; reads and compares it, so not on the way
        of a key that is being typed.
        """
        bare = {key: value for key, value in self._plain.items() if key != "migrations"}
        try:
            bare_document = load_schema(yaml_bytes(bare), "draft")
        except SchemaInvalid as error:
            return Checked(b"", None, error.problems, ())
        steps = implied_steps(self.old, bare_document, self.merged)
        whole = {**bare, "migrations": successor_migrations(self.old, self._plain.get("migrations"), steps)}
        source = yaml_bytes(whole)
        found = tuple(one for one in diff(self.old, bare_document) if one.place != "version")
        try:
            return Checked(source, load_schema(source, "draft"), (), found)
        except SchemaInvalid as error:
            return Checked(source, None, error.problems, found)

    # Changing it

    def undo(self) -> bool:
        """Takes the last change back; says whether there was one."""
        if not self._before:
            return False
        self._plain, self.merged = self._before.pop()
        return True

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._before)

    def set_version(self, version: str) -> None:
        """Gives it another version number."""
        self._remember()
        self._plain["version"] = version

    def set_field(self, any_id: str, key: str, value: Plain) -> None:
        """Sets one field of a class, entity type or link type; an empty value takes the field away."""
        entry = self.find(any_id)
        if entry is None or entry.get(key) == value:
            return
        self._remember()
        entry = self.find(any_id)
        assert entry is not None
        if value in (None, "", [], {}):
            entry.pop(key, None)
        else:
            entry[key] = value

    def set_name(self, any_id: str, language: str, name: str) -> None:
        """Sets the display name in one language."""
        entry = self.find(any_id)
        if entry is not None:
            names = self.names(entry)
            if name.strip():
                names[language] = name.strip()
            else:
                names.pop(language, None)
            self.set_field(any_id, "name", names)

    def names(self, entry: Mapping[str, Plain]) -> Entry:
        """An entry's display names by language."""
        name = entry.get("name")
        if isinstance(name, dict):
            return dict(name)
        return {self.languages[0]: name} if name else {}

    def add(self, section: str, entry: Entry) -> None:
        """Adds a class, entity type or link type."""
        self._remember()
        listed = self._plain.setdefault(section, [])
        assert isinstance(listed, list)
        listed.append(entry)

    def remove(self, any_id: str, into: str = "") -> None:
        """Takes one away; with `into` its labels become that class's, and who named it names that."""
        self._remember()
        for name in ("classes", "entities", "links"):
            listed = self._plain.get(name)
            if isinstance(listed, list):
                listed[:] = [e for e in listed if not (isinstance(e, dict) and e.get("id") == any_id)]
        if into:
            self.merged[any_id] = into
        for other in (*self.section("classes"), *self.section("entities"), *self.section("links")):
            _forget(other, any_id, into)

    def _remember(self) -> None:
        self._before.append((copy.deepcopy(self._plain), dict(self.merged)))


def _list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _forget(entry: Entry, any_id: str, into: str) -> None:
    if entry.get("parent") == any_id:
        entry.pop("parent")
        if into:
            entry["parent"] = into
    ends = [end for end in (entry, entry.get("from"), entry.get("to")) if isinstance(end, dict)]
    for end in ends:
        for key in ("classes", "entities"):
            listed = end.get(key)
            words = [listed] if isinstance(listed, str) else _list(listed)
            if any_id in words:
                kept = dict.fromkeys(str(into or word) if word == any_id else str(word) for word in words)
                end[key] = [word for word in kept if word != any_id]
