"""What the window is made of, so that actions can be written as functions of it."""

from dataclasses import dataclass

from crosstie.app.bench.bench import Bench
from crosstie.app.chooser import Chooser
from crosstie.app.class_rail import ClassRail
from crosstie.app.entities.panel import EntityPanel
from crosstie.app.inspector.inspector import Inspector
from crosstie.app.jump import Jump
from crosstie.app.message_line import MessageLine
from crosstie.app.playback.playback import Playback
from crosstie.app.sample_queue import SampleQueue
from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.tying import Tying
from crosstie.viewers.context import PaneContext


@dataclass(frozen=True)
class Parts:
    """The parts of one window."""

    session: Session
    settings: Settings
    bench: Bench
    playback: Playback
    inspector: Inspector
    queue: SampleQueue
    classes: ClassRail
    entities: EntityPanel
    chooser: Chooser
    messages: MessageLine
    tying: Tying
    jump: Jump

    @property
    def context(self) -> PaneContext:
        """What the panes know."""
        return self.session.context
