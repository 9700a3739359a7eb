"""What a pane may know and do: state, schema, clock and selection; edits go back through it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from crosstie.schema.anchors import Anchor, anchor_kind
from crosstie.schema.changes import Changes
from crosstie.schema.decisions import pending
from crosstie.schema.document import SchemaDocument
from crosstie.schema.edits import AddAnnotation, Edit
from crosstie.schema.ids import new_id
from crosstie.schema.records import Annotation, Link
from crosstie.schema.rules.verdict import Violation
from crosstie.schema.sample_state import SampleState
from crosstie.schema.timing import sample_duration_ns
from crosstie.viewers.camera_points import CameraPoints
from crosstie.viewers.selection import Highlight, Ref, Selection, exists, highlight
from crosstie.viewers.sound_looks import SoundLooks
from crosstie.viewers.sources import sound_source, transcript_source
from crosstie.viewers.sweep_choice import SweepChoice
from crosstie.viewers.theme import DARK, Theme, label_color
from crosstie.viewers.timeaxis.axis import TimeAxis
from crosstie.viewers.timeline import Timeline
from crosstie.viewers.turns import Turns


class EditSink(Protocol):
    """Where edits go: the session, which hands them to the store and answers through `labels_changed`."""

    def submit(self, edits: Sequence[Edit], initiator: str) -> None:
        """Commits one gesture, or says in the window why not."""


class PaneContext(QObject):
    """Shared by all panes of one window. It is told of changes by the session; panes listen.

    `labels_changed` carries Changes; `sample_opened` says that `state` is another one altogether, and
    `sample_closing`, before it, that what shows the old one must let go of it now.
    """

    sample_closing = Signal()
    sample_opened = Signal()
    labels_changed = Signal(object)
    highlight_changed = Signal()
    class_changed = Signal()
    hidden_changed = Signal()
    theme_changed = Signal()
    pass_changed = Signal()
    tie_changed = Signal()
    violations_changed = Signal()
    picked = Signal(object)
    said = Signal(str, str)

    def __init__(self, sink: EditSink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.timeline = Timeline(self)
        self.time_axis = TimeAxis(self.timeline, self)
        self.turns = Turns(self)
        self.selection = Selection(self)
        self.state = SampleState("")
        self.document: SchemaDocument | None = None
        self.media_root = Path()
        self.cache_dir = Path()
        self.sounds = sound_source(self, self)
        self.sound_looks = SoundLooks(self)
        self.transcripts = transcript_source(self, self)
        self.camera_points = CameraPoints(self.timeline, self)
        self.sweeps = SweepChoice(self)
        self.pass_id = ""
        self.read_only = True
        self.language = "en"
        self.theme: Theme = DARK
        self.hidden: frozenset[str] = frozenset()
        self.asking = False
        self.beside_id = ""
        self.tie_from: Ref | None = None
        self.hovered: Ref | None = None
        self.highlight = Highlight()
        self.violations: tuple[Violation, ...] = ()
        self._class_id = ""
        self._entity_places: dict[str, int] = {}
        self._open_ids: frozenset[str] | None = None
        self._select_next: Ref | None = None
        self._is_changing = False
        self._was_read_only = True
        self._sink = sink
        self.selection.changed.connect(self._on_selection_changed)

    # What is shown

    def annotations_on(self, asset_id: str) -> Iterator[Annotation]:
        """Annotations on one asset that are shown."""
        passes, hidden = self._passes_shown, self.hidden
        for annotation in self.state.annotations_on(asset_id):
            if annotation.pass_id in passes and annotation.id not in hidden:
                yield annotation

    def shows(self, annotation: Annotation) -> bool:
        """Whether an annotation is of the pass shown, or of the one beside it, and not hidden."""
        return annotation.pass_id in self._passes_shown and annotation.id not in self.hidden

    def is_beside(self, label: Annotation | Link) -> bool:
        """Whether a label is of the pass that the one shown is compared with: drawn, and never changed."""
        return bool(self.beside_id) and label.pass_id == self.beside_id

    def color_of(self, annotation: Annotation) -> QColor:
        """Its entity's colour, else its class's, the same in every pane; of passes compared the pass's."""
        if self.beside_id:
            return self.theme.color("second" if self.is_beside(annotation) else "accent")
        if annotation.entity_id:
            return self.entity_color(annotation.entity_id)
        return self.class_color(annotation.class_id)

    def entity_color(self, entity_id: str) -> QColor:
        """Entities take the colours in the order in which they came into the sample's pass."""
        return label_color(self._entity_places.get(entity_id, 0))

    def class_color(self, class_id: str) -> QColor:
        """The class's own colour where the schema gives one, else by its place in the schema."""
        return label_color(self.document.colour_index(class_id) if self.document else 0)

    def name_of(self, annotation: Annotation) -> str:
        """What is written beside an annotation: its entity's name, else its class's.

        Of two passes compared, after the letter of the pass.
        """
        entity = self.state.entities.get(annotation.entity_id)
        name = entity.name if entity else self.class_name(annotation.class_id)
        if self.beside_id:
            return f"{'B' if self.is_beside(annotation) else 'A'} {name}"
        return name

    def shows_link(self, link: Link) -> bool:
        """Whether a link is of the pass shown, or a candidate about it that nobody has decided on.

        Of two passes compared it is of either, and no candidate.
        """
        return link.pass_id in self._passes_shown or link.id in self._open_candidates()

    def links_shown(self) -> Iterator[Link]:
        """The links that are shown, each as `shows_link` says."""
        passes, open_ids = self._passes_shown, self._open_candidates()
        for link in self.state.links.values():
            if link.pass_id in passes or link.id in open_ids:
                yield link

    def class_name(self, class_id: str) -> str:
        """The class's display name in the reviewer's language."""
        return self.document.display_name(class_id, self.language) if self.document else class_id

    # What is chosen

    @property
    def class_id(self) -> str:
        """The class that a newly drawn annotation gets, where its anchor kind allows it."""
        return self._class_id

    def choose_class(self, class_id: str) -> None:
        """Digits and the inspector choose it."""
        if class_id != self._class_id:
            self._class_id = class_id
            self.class_changed.emit()

    def class_for(self, anchor_kind: str) -> str:
        """The chosen class if it allows this anchor kind, else the first that does; empty when none does."""
        if self.document is None:
            return ""
        allowed = [
            spec.id for spec in self.document.classes if anchor_kind in self.document.anchors_of(spec.id)
        ]
        if self._class_id in allowed:
            return self._class_id
        return allowed[0] if allowed else ""

    def pick(self, ref: Ref | None, *, extend: bool = False) -> None:
        """A click on a thing, or on nothing: ends a tie that was begun, else selects.

        `extend` (Ctrl or Shift held) adds to the selection.
        """
        if self.tie_from is not None and ref is not None:
            self.picked.emit(ref)
        elif ref is None:
            self.selection.clear()
        elif extend:
            self.selection.toggle(ref)
        else:
            self.selection.set(ref)

    def set_tie_from(self, ref: Ref | None) -> None:
        """Begins a tie at one end, or with None leaves it."""
        if ref != self.tie_from:
            self.tie_from = ref
            self.tie_changed.emit()

    def set_asking(self, *, asking: bool) -> None:
        """Whether a review asks about two ends: meanwhile panes leave out the names of what is not lit."""
        if asking != self.asking:
            self.asking = asking
            self.highlight_changed.emit()

    def compare_with(self, pass_id: str, hidden: frozenset[str] = frozenset()) -> None:
        """Shows another pass beside the current one, and nothing can be changed until it is gone again ("").

        `hidden` are labels of either that are left out from the beginning.
        """
        if pass_id and not self.beside_id:
            self._was_read_only = self.read_only
        elif not pass_id and self.beside_id:
            self.read_only = self._was_read_only
        self.beside_id = pass_id
        self.read_only = self.read_only or bool(pass_id)
        self.hidden = hidden
        self.hidden_changed.emit()

    def hover(self, ref: Ref | None) -> None:
        """What lies under the pointer; a key that asks for a thing takes it where nothing is selected."""
        self.hovered = ref

    def set_hidden(self, hidden: frozenset[str]) -> None:
        """Hides annotations by id in every pane; no label is changed."""
        if hidden != self.hidden:
            self.hidden = hidden
            self.hidden_changed.emit()

    def set_language(self, language: str) -> None:
        """The language of the schema's names; all that shows one is drawn again."""
        self.language = language
        self.theme_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.theme = theme
        self.theme_changed.emit()

    # What is done

    def submit(self, edits: Sequence[Edit], initiator: str, *, select: Ref | None = None) -> None:
        """Hands one gesture over; the answer comes as `labels_changed` or as a message in the window.

        `select` is selected once it is committed.
        """
        if self.read_only:
            self.say("This pass is read-only. Start your own pass to edit.", "warn")
        elif edits:
            self._select_next = select
            self._sink.submit(edits, initiator)

    def annotate(self, asset_id: str, anchor: Anchor, initiator: str) -> None:
        """Adds an annotation of the chosen class at `anchor`, and selects it."""
        kind = anchor_kind(anchor)
        class_id = self.class_for(kind)
        if not class_id:
            self.say(f"No class of this schema allows the anchor {kind!r}.", "warn")
            return
        annotation = Annotation(
            id=new_id(),
            sample_id=self.state.sample_id,
            pass_id=self.pass_id,
            asset_id=asset_id,
            class_id=class_id,
            anchor=anchor,
            attributes=self.document.default_attributes(class_id) if self.document else {},
        )
        self.submit(
            (AddAnnotation(annotation),),
            initiator,
            select=Ref("annotation", annotation.id),
        )

    def say(self, message: str, level: str = "info") -> None:
        """One line in the window's message area; level is info, warn or bad."""
        self.said.emit(message, level)

    # What the session tells

    def show_sample(self, state: SampleState, pass_id: str, *, read_only: bool, duration_ns: int) -> None:
        """Another sample, or another pass of it, is shown from now on."""
        self.sample_closing.emit()
        self.camera_points.part()
        self.state, self.pass_id, self.read_only = state, pass_id, read_only
        self._open_ids = None
        self.set_tie_from(None)
        self.hover(None)
        self.asking = False
        self.beside_id = ""
        self.selection.clear()
        self.hidden = frozenset()
        self._entity_places = {}
        self._place_entities()
        self.sounds.keep_only(state.assets)
        self.transcripts.keep_only(state.assets)
        self.timeline.set_duration(duration_ns)
        self.sample_opened.emit()

    def set_violations(self, violations: tuple[Violation, ...]) -> None:
        """The rules that the current pass breaks, as found for the labels as they stand."""
        if violations != self.violations:
            self.violations = violations
            self.violations_changed.emit()

    def show_changes(self, changes: Changes) -> None:
        """The store has committed a gesture and `state` holds it."""
        if changes.touches("entity"):
            self._place_entities()
        self._open_ids = None
        self._select_after_changes()
        self._refresh_highlight()
        self.labels_changed.emit(changes)
        if changes.touches("asset"):
            self.timeline.realign(sample_duration_ns(self.state))

    def _select_after_changes(self) -> None:
        """Drops what is gone, or selects what the gesture asked for; what lights up is left for later."""
        self._is_changing = True
        if self._select_next is not None and exists(self.state, self._select_next):
            self.selection.set(self._select_next)
            self._select_next = None
        self.selection.keep_existing(self.state)
        self._is_changing = False

    def close_media(self) -> None:
        """Ends what the context's own sources still ask for; the window calls it when it closes."""
        self.sounds.close()
        self.transcripts.close()
        self.camera_points.close()

    @property
    def _passes_shown(self) -> tuple[str, ...]:
        return (self.pass_id, self.beside_id) if self.beside_id else (self.pass_id,)

    def _open_candidates(self) -> frozenset[str]:
        """Ids of the links proposed in other passes and not decided on; looked up once for the labels."""
        if self.beside_id:
            return frozenset()
        if self._open_ids is None:
            about = any(one.about == self.pass_id for one in self.state.passes.values())
            found = pending(self.document, self.state, self.pass_id) if self.document and about else ()
            self._open_ids = frozenset(link.id for one in found for link in one.said)
        return self._open_ids

    def _place_entities(self) -> None:
        """An entity keeps its colour while the sample is open: when another one goes, and after undo."""
        for key, entity in self.state.entities.items():
            if entity.pass_id == self.pass_id:
                self._entity_places.setdefault(key, len(self._entity_places))

    def _on_selection_changed(self) -> None:
        if not self._is_changing:
            self._refresh_highlight()

    def _refresh_highlight(self) -> None:
        self.highlight = highlight(self.state, self.selection.refs, self.shows_link)
        self.highlight_changed.emit()
