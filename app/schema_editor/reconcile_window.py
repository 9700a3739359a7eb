"""The table in which a person confirms what taxonomies have in common, and makes one schema of them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from crosstie.app.plain import plain_label
from crosstie.app.schema_editor.fields import button, line
from crosstie.app.schema_editor.mapping_model import COLUMNS, INTO, MappingModel
from crosstie.app.schema_editor.saving import save_version
from crosstie.app.schema_editor.tool_window import ToolWindow, row
from crosstie.schema.reconcile.proposing import Row, propose
from crosstie.schema.reconcile.reading import read_taxonomy
from crosstie.schema.reconcile.taxonomy import SourceTaxonomy, TaxonomyUnreadable
from crosstie.schema.reconcile.uniting import United, unite, unsettled
from crosstie.storage.agreement import label_agreement
from crosstie.storage.project import reading_project
from crosstie.viewers.theme import Theme

Proposal = tuple[tuple[SourceTaxonomy, ...], tuple[Row, ...]]

_KEYS: Final = "Space confirms or refuses · Enter types another class · Delete makes it none"


class ReconcileWindow(ToolWindow):
    """Reads the files and the project's labels, proposes, and saves what a person confirmed."""

    def __init__(
        self, paths: Sequence[Path], root: Path, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("reconcile", "One schema out of several", parent)
        self.resize(1080, 640)
        self._root, self._theme = root, theme
        self._sources: tuple[SourceTaxonomy, ...] = ()
        self.model = MappingModel((), theme, self)
        self.table = self._make_table()
        self.name: QLineEdit = line("reconcile_id", "The new schema's id", "united", lambda _text: None)
        self.version: QLineEdit = line(
            "reconcile_version", "The new schema's version", "1.0.0", lambda _text: None
        )
        self.make_button = button("reconcile_make", "Make the schema", self.make)
        confirm = button("reconcile_all", "Confirm the rest", self._confirm_rest)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for part in (plain_label(_KEYS, "quiet"), self.table, self.verdict):
            column.addWidget(part, 1 if part is self.table else 0)
        column.addWidget(row(self.name, self.version, confirm, self.make_button))
        self.make_button.setEnabled(False)
        self.say("Reading the taxonomies and comparing labels…")
        self.background.run(lambda: _proposal(paths, root), self._on_proposal, self.say_bad)

    def make(self) -> None:
        """Makes the schema of what was confirmed, as a new version file in the project."""
        sources, rows = self._sources, tuple(self.model.rows)
        name, version, root = self.name.text().strip(), self.version.text().strip(), self._root

        def work() -> tuple[Path, United]:
            united = unite(sources, rows, name, version)
            return save_version(root, united.document, united.source), united

        self.background.run(work, self._on_made, self.say_bad)

    def _confirm_rest(self) -> None:
        self.model.confirm_all()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """The table's own keys."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            at = self.table.currentIndex()
            deeds: dict[int, Callable[[], object]] = {
                Qt.Key.Key_Space: lambda: self.model.turn(at.row()),
                Qt.Key.Key_Delete: lambda: self.model.make_nothing(at.row()),
                Qt.Key.Key_Return: lambda: self.table.edit(self.model.index(at.row(), INTO)),
            }
            deed = deeds.get(event.key())
            if at.isValid() and deed is not None and self.table.state() != QTableView.State.EditingState:
                deed()
                return True
        return super().eventFilter(watched, event)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("reconcile_table")
        table.setAccessibleName("What each term becomes")
        table.setModel(self.model)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.installEventFilter(self)
        return table

    def _on_proposal(self, proposal: Proposal) -> None:
        self._sources, rows = proposal
        self.model = MappingModel(rows, self._theme, self)
        self.model.edited.connect(self._tell)
        self.model.refused.connect(self.say_bad)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(COLUMNS.index("Why"), QHeaderView.ResizeMode.Stretch)
        waiting = unsettled(rows)
        first = rows.index(waiting[0]) if waiting else 0
        self.table.setCurrentIndex(self.model.index(first, INTO))
        self.table.setFocus()
        self._tell()

    def _tell(self) -> None:
        waiting = len(unsettled(self.model.rows))
        self.make_button.setEnabled(bool(self.model.rows) and not waiting)
        if waiting:
            self.say(f"{waiting} of {len(self.model.rows)} rows wait for you.", "warn")
        else:
            self.say(f"All {len(self.model.rows)} rows are settled.", "good")

    def _on_made(self, made: tuple[Path, United]) -> None:
        path, united = made
        left = f" {len(united.unmapped)} terms became no class." if united.unmapped else ""
        notes = f" Note: {united.notes[0]}" if united.notes else ""
        self.say(
            f"Saved {path}.{left} `crosstie schema migrate` with it brings the labels under it.{notes}",
            "good",
        )


def _proposal(paths: Sequence[Path], root: Path) -> Proposal:
    sources = tuple(read_taxonomy(_read(path), path.stem, str(path)) for path in paths)
    with reading_project(root) as database:
        agreement = label_agreement(database, sources)
    return sources, propose(sources, agreement)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TaxonomyUnreadable(
            f"{path}: cannot be read ({(error.strerror or str(error)).lower()})"
        ) from error
