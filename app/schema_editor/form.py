"""What one class, entity type or link type says, to be changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QScrollArea, QVBoxLayout, QWidget

from crosstie.app.inspector.section import emptied
from crosstie.app.plain import plain_label
from crosstie.app.schema_editor.draft import Draft, Entry
from crosstie.app.schema_editor.fields import Lines, choice, line, ticks
from crosstie.schema.anchors import ANCHOR_KINDS
from crosstie.schema.document_parts import CARDINALITIES
from crosstie.schema.names import name_from_id
from crosstie.schema.yaml_reader import Plain, YamlInvalid, read_yaml
from crosstie.schema.yaml_writer import yaml_bytes


class EntryForm(QScrollArea):
    """Shows one entry of a draft and writes each change into it at once."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("schema_form")
        self.setAccessibleName("What it says")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._draft: Draft | None = None
        self._any_id = ""
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(12, 10, 12, 12)
        self.setWidget(body)

    @property
    def any_id(self) -> str:
        """The id of what is shown; empty for nothing."""
        return self._any_id

    def show_entry(self, draft: Draft, any_id: str) -> None:
        """Shows an entry of a draft; an unknown id shows nothing."""
        self._draft, self._any_id = draft, any_id
        emptied(self._column)
        entry = draft.find(any_id)
        if entry is None:
            self._column.addWidget(plain_label("Choose a class or a link type.", "quiet"))
            self._column.addStretch(1)
            return
        self._column.addWidget(plain_label(any_id, "kind"))
        whole = QWidget()
        form = QFormLayout(whole)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._names(form, draft, entry)
        if "from" in entry:
            self._link(form, entry)
        elif "classes" in entry:
            form.addRow("About", self._ids("schema_entity_classes", "Classes", entry, "classes"))
        else:
            self._class(form, draft, entry)
        self._column.addWidget(whole)
        self._column.addStretch(1)

    def _names(self, form: QFormLayout, draft: Draft, entry: Entry) -> None:
        names = draft.names(entry)
        for language in draft.languages:

            def on_name(text: str, language: str = language) -> None:
                self._do(lambda: draft.set_name(self._any_id, language, text))

            field = line(
                f"schema_name_{language}", f"Name in {language}", str(names.get(language, "")), on_name
            )
            form.addRow(f"Name ({language})", field)

    def _class(self, form: QFormLayout, draft: Draft, entry: Entry) -> None:
        aliases = line(
            "schema_aliases", "Other names, by comma", ", ".join(_words(entry.get("aliases"))),
            lambda text: self._set("aliases", _split(text)),
        )  # fmt: skip
        form.addRow("Other names", aliases)
        options = [("", "none")]
        for other in draft.section("classes"):
            other_id = str(other["id"])
            if other_id != self._any_id:
                title = next(iter(draft.names(other).values()), name_from_id(other_id))
                options.append((other_id, str(title)))
        parent = choice(
            "schema_parent", "Parent", options, str(entry.get("parent", "")),
            lambda any_id: self._set("parent", any_id),
        )  # fmt: skip
        form.addRow("Under", parent)
        anchors = ticks(
            "schema_anchors", "Drawn as", ANCHOR_KINDS, _words(entry.get("anchors")),
            lambda words: self._set("anchors", list(words)),
        )  # fmt: skip
        form.addRow("Drawn as", anchors)
        self._attributes(form, entry)

    def _link(self, form: QFormLayout, entry: Entry) -> None:
        for side, words in (("from", "From"), ("to", "To")):
            for key in ("classes", "entities"):
                form.addRow(f"{words} {key}", self._end(side, key, entry))
        cardinality = choice(
            "schema_cardinality", "Cardinality", [(word, word) for word in CARDINALITIES],
            str(entry.get("cardinality", "many-to-many")), lambda word: self._set("cardinality", word),
        )  # fmt: skip
        form.addRow("Cardinality", cardinality)
        symmetric = ticks(
            "schema_symmetric", "Direction", ("symmetric",), ("symmetric",) if entry.get("symmetric") else (),
            lambda words: self._set("symmetric", bool(words) or None),
        )  # fmt: skip
        form.addRow("Direction", symmetric)
        self._attributes(form, entry)

    def _end(self, side: str, key: str, entry: Entry) -> QWidget:
        end = entry.get(side)
        said = _words(end.get(key)) if isinstance(end, dict) else []

        def on_text(text: str) -> None:
            now = dict(end) if isinstance(end, dict) else {}
            words = _split(text)
            if words:
                now[key] = words
            else:
                now.pop(key, None)
            self._set(side, now)

        return line(f"schema_{side}_{key}", f"{side} {key}, by comma", ", ".join(said), on_text)

    def _ids(self, name: str, words: str, entry: Entry, key: str) -> QWidget:
        said = ", ".join(_words(entry.get(key)))
        return line(name, f"{words}, by comma", said, lambda text: self._set(key, _split(text)))

    def _attributes(self, form: QFormLayout, entry: Entry) -> None:
        said = entry.get("attributes")
        text = yaml_bytes(said).decode() if said else ""
        field = Lines(
            "schema_attributes", "Attributes, as the document writes them", text, self._on_attributes
        )
        field.setPlaceholderText("colour: {type: choice, of: [red, white]}\noccluded: bool")
        field.setMinimumHeight(120)
        form.addRow("Attributes", field)

    def _on_attributes(self, text: str) -> None:
        try:
            value = read_yaml(text.encode())
        except YamlInvalid as error:
            self.refused.emit(f"attributes of {self._any_id}: {error}")
            return
        if value is not None and not isinstance(value, dict):
            self.refused.emit(f"attributes of {self._any_id}: write one a line, as in `occluded: bool`")
            return
        self._set("attributes", value)

    def _set(self, key: str, value: Plain) -> None:
        draft = self._draft
        if draft is not None:
            self._do(lambda: draft.set_field(self._any_id, key, value))

    def _do(self, change: Callable[[], object]) -> None:
        change()
        self.changed.emit()


def _words(value: Plain) -> list[str]:
    if isinstance(value, list):
        return [str(word) for word in value]
    return [str(value)] if value else []


def _split(text: str) -> list[Plain]:
    return [word.strip() for word in text.split(",") if word.strip()]
