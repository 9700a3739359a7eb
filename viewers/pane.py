"""What every pane is: a view of one asset that follows the context and hands its edits back to it."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QWidget

from crosstie.schema.records import Asset
from crosstie.viewers.context import PaneContext

PaneStatus = Literal["loading", "ready", "failed"]


class Pane(QWidget):
    """Base of all panes. It holds no label state: it draws the context's current one.

    A sub-class connects to the context in `__init__`, names its handlers `_on_<thing>_changed`, calls
    `_set_status` and `_set_detail` for its header, emits `drawn` with the sample time of a picture once it
    is painted, and frees its decoder in `close_media`.
    """

    status_changed = Signal()
    detail_changed = Signal()
    drawn = Signal(object)
    focused = Signal()

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.asset_id = asset.id
        self.setObjectName(f"pane_{asset.id}")
        self.setAccessibleName(f"{asset.kind} {asset.id}")
        self._status: PaneStatus = "loading"
        self._reason = ""
        self._detail = ""

    @property
    def asset(self) -> Asset:
        """The asset as it stands now (its clock may have been edited)."""
        return self.context.state.assets[self.asset_id]

    @property
    def status(self) -> PaneStatus:
        """Loading, ready, or failed with `reason`."""
        return self._status

    @property
    def reason(self) -> str:
        """One line for the header when the asset cannot be shown."""
        return self._reason

    @property
    def detail(self) -> str:
        """What the header says beside the name: local time and frame, or the page."""
        return self._detail

    def is_settled(self) -> bool:
        """Whether the pane shows the timeline's instant, or has said that it cannot."""
        return self._status == "failed"

    def reveal(self, annotation_id: str) -> None:
        """Brings an annotation of this pane into view; the timeline was moved to it already."""

    def hold(self) -> None:
        """Time and view are both about to change: until `release` the pane asks for nothing."""

    def release(self) -> None:
        """Asks for what is to be seen now."""

    def close_up(self, annotation_ids: Sequence[str]) -> None:
        """Brings annotations of this pane into view at once, large enough to be judged.

        The timeline was moved to them already. What is in view and large enough stays where it is.
        """
        for annotation_id in annotation_ids:
            self.reveal(annotation_id)

    def areas_of(self, annotation_id: str) -> tuple[QRectF, ...]:
        """Where an annotation is to be seen now, in the pane's pixels; nothing where it is not."""
        return ()

    def spots(self) -> dict[str, QRectF]:
        """Where annotations are seen now, by id, in the pane's own pixels."""
        return {}

    def mark_view(self) -> object:
        """What part of the asset is seen and from where, for `look_again`; None where there is no choice."""
        return None

    def look_again(self, view: object) -> None:
        """Goes back to a view that this pane has marked."""

    def fit(self) -> None:
        """Shows the whole asset."""

    def step_instant(self, now_ns: int, direction: int) -> int | None:
        """Sample time of the neighbouring frame, or None where the asset has no frames."""
        return None

    def frame_at(self, now_ns: int) -> int | None:
        """Number of the frame that is presented at a sample time, or None where there is none."""
        return None

    def close_media(self) -> None:
        """Ends decoders; called once before the pane is deleted."""

    def _set_status(self, status: PaneStatus, reason: str = "") -> None:
        if (status, reason) != (self._status, self._reason):
            self._status, self._reason = status, reason
            self.status_changed.emit()

    def _set_detail(self, detail: str) -> None:
        if detail != self._detail:
            self._detail = detail
            self.detail_changed.emit()
