"""What a gesture comes to: the rows to drop, add and change, however many edits it took."""

from collections import defaultdict
from typing import Final

import msgspec

from crosstie.schema.changes import Change
from crosstie.schema.records import RecordKind, SchemaRef
from crosstie.storage.database import Driver
from crosstie.storage.rows import FORMS, Row, row_of

_RANKS: Final = {
    statement: rank
    for rank, statement in enumerate(
        statement for form in FORMS.values() for statement in (form.delete, form.insert, form.update)
    )
}
"""The order in which the rows' keys allow the statements to run."""


class _Outcome(msgspec.Struct):
    """One record before and after a gesture; `position` is above zero when it was added within it."""

    before: msgspec.Struct | None
    after: msgspec.Struct | None
    position: int = 0

    @property
    def dropped(self) -> msgspec.Struct | None:
        """The record whose row has to go; also one that was taken away and added again."""
        return self.before if self.after is None or self.position else None

    @property
    def added(self) -> msgspec.Struct | None:
        """The record that needs a new row."""
        return self.after if self.before is None or self.position else None

    @property
    def changed(self) -> msgspec.Struct | None:
        """The record that stands in the row it had."""
        return self.after if self.before is not None and not self.position else None


class NetEffect:
    """Gathers a gesture's changes and writes them, one prepared statement a table."""

    def __init__(self, device_id: str) -> None:
        self._device_id = device_id
        self._outcomes: dict[tuple[RecordKind, str], _Outcome] = {}

    def add(self, change: Change, position: int) -> None:
        """Takes in the next change, made by the op at `position`."""
        if isinstance(change.before, SchemaRef) or isinstance(change.after, SchemaRef):
            return
        outcome = self._outcomes.setdefault((change.kind, change.id), _Outcome(change.before, None))
        if change.before is None:
            outcome.position = position
        outcome.after = change.after

    def write(self, driver: Driver) -> None:
        """Puts the rows as they are to stand: first those that go, then the others, owners before owned."""
        rows = self._rows_by_statement()
        for statement in sorted(rows, key=_RANKS.__getitem__):
            driver.executemany(statement, rows[statement])

    def _rows_by_statement(self) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = defaultdict(list)
        for (kind, _id), outcome in self._outcomes.items():
            form = FORMS[kind]
            if outcome.dropped is not None:
                rows[form.delete].append(self._row(outcome.dropped)[: form.key_width])
            if outcome.added is not None:
                rows[form.insert].append(self._row(outcome.added, outcome.position))
            if outcome.changed is not None:
                rows[form.update].append(form.update_parameters(self._row(outcome.changed)))
        return rows

    def _row(self, record: msgspec.Struct, position: int = 0) -> Row:
        return row_of(record, position, self._device_id)
