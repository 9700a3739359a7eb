"""The lanes' rows kept in step with the context: what changed is replaced, the rest stays."""

from crosstie.schema.changes import Changes
from crosstie.schema.records import Annotation, Asset
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.rows import Look, Row, changed_row, in_row_order, make_row


class LanesScene:
    """Rows by asset, of the context's current pass. It draws nothing and knows no pixels."""

    def __init__(self, context: PaneContext) -> None:
        self._context = context
        self._look = Look(context.name_of, lambda annotation: context.color_of(annotation).rgb() & 0xFFFFFF)
        self._rows: dict[str, Row] = {}

    @property
    def rows(self) -> list[Row]:
        """The rows from top to bottom."""
        return list(self._rows.values())

    def rebuild(self) -> None:
        """Reads everything again: another sample, another pass, other things hidden."""
        assets = in_row_order(self._context.state.assets.values())
        self._rows = {asset.id: self._make(asset) for asset in assets}

    def rebuild_row(self, asset_id: str) -> None:
        """Reads one asset's annotations again: its transcript has come, or its clock was moved."""
        if asset_id in self._rows:
            self._rows[asset_id] = self._make(self._context.state.assets[asset_id])

    def take(self, changes: Changes) -> None:
        """Follows a gesture."""
        if any(item.kind in ("entity", "pass") and item.before is not None for item in changes.items):
            # A renamed or removed entity may change the name and colour of any bar.
            self.rebuild()
            return
        for asset_id in changes.ids("asset"):
            self.rebuild_row(asset_id)
        by_asset: dict[str, set[str]] = {}
        for item in changes.items:
            for record in (item.before, item.after):
                if isinstance(record, Annotation):
                    by_asset.setdefault(record.asset_id, set()).add(record.id)
        for asset_id, ids in by_asset.items():
            self._change(asset_id, ids)

    def _change(self, asset_id: str, ids: set[str]) -> None:
        context, row = self._context, self._rows.get(asset_id)
        if row is None:
            self.rebuild()
            return
        standing = [context.state.annotations[key] for key in ids if key in context.state.annotations]
        shown = list(filter(context.shows, standing))
        self._rows[asset_id] = changed_row(row, ids, shown, context.transcripts.get(asset_id), self._look)

    def _make(self, asset: Asset) -> Row:
        context = self._context
        return make_row(
            asset, context.annotations_on(asset.id), context.transcripts.get(asset.id), self._look
        )
