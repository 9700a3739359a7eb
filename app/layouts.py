"""Remembers how a person left the panes, per template."""

from crosstie.app.bench.bench import Bench
from crosstie.app.settings import Settings
from crosstie.viewers.context import PaneContext


class Layouts:
    """Samples with assets of the same names and kinds under one schema share a layout."""

    def __init__(self, context: PaneContext, bench: Bench, settings: Settings) -> None:
        self._context = context
        self._bench = bench
        self._settings = settings
        self._template = ""

    def keep(self) -> None:
        """Remembers the panes as they stand: before another sample opens, and at the end."""
        if self._template:
            self._settings.set_layout(self._template, self._bench.layout_state())

    def restore(self) -> None:
        """Puts the panes of the sample that was opened where its template was left."""
        context = self._context
        assets = ",".join(f"{one.id}:{one.kind}" for one in context.state.assets.values())
        schema = context.document.id if context.document else ""
        self._template = f"{schema}|{assets}".replace("/", "_")
        state = self._settings.layout(self._template)
        if state is not None:
            self._bench.restore_layout(state)

    def forget(self) -> None:
        """Back to the template's own arrangement."""
        self._settings.forget_layout(self._template)
        self._bench.arrange_afresh()
