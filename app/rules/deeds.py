"""What is done about broken rules: going to one, walking from one to the next, mending one."""

from functools import partial

from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.chooser import Choice
from crosstie.app.parts import Parts
from crosstie.app.rails import Rails
from crosstie.app.rules.panel import RulesPanel
from crosstie.schema.rules.fixes import fixes
from crosstie.schema.rules.verdict import Fix, Violation
from crosstie.viewers.selection import Ref


class RuleDeeds:
    """The deeds of one window."""

    def __init__(self, parts: Parts, rails: Rails) -> None:
        self._parts = parts
        self._rails = rails
        self.panel = panel = RulesPanel(parts.context)
        rails.side.add("rules", "Rules", panel)
        panel.go_asked.connect(self.go)
        panel.mend_asked.connect(self.mend)
        self._gone_to: Violation | None = None

    def connect(self, registry: ActionRegistry) -> None:
        """Gives the panel's buttons the tooltips of the actions that do the same."""
        registry.dress(self.panel.mend_button, "mend_rule")
        registry.dress(self.panel.go_button, "next_broken")
        self._parts.context.violations_changed.connect(registry.refresh)

    @property
    def any_broken(self) -> bool:
        """Whether there is anything to go to."""
        return bool(self._parts.context.violations)

    @property
    def can_mend(self) -> bool:
        """Whether there is a broken rule in a pass of one's own."""
        return self.any_broken and not self._parts.context.read_only

    def open(self) -> None:
        """Shows the list and gives it the keyboard."""
        self._rails.show_page("rules")
        self.panel.take_keyboard()

    def step(self, by: int) -> None:
        """Goes to the next or previous broken rule, wherever the keyboard is; to the chosen one first."""
        if self.panel.current == self._gone_to:
            self.panel.step(by)
        if self.panel.current is not None:
            self.go(self.panel.current)

    def go(self, violation: Violation) -> None:
        """Brings a violation into view: what it concerns is selected, and the playhead stands at its time."""
        parts, self._gone_to = self._parts, violation
        if violation.subject_kind == "asset":
            parts.bench.raise_pane(violation.subject_id)
        elif violation.ends:
            parts.jump.to_end(violation.ends[0])
            if violation.subject_kind == "link":
                parts.context.selection.set(Ref("link", violation.subject_id))
        # A track may be wrong somewhere in the middle, where the jump to its beginning did not lead.
        if violation.at_ns is not None:
            parts.context.timeline.seek(violation.at_ns)

    def mend_current(self) -> None:
        """Mends what is chosen in the list."""
        if self.panel.current is not None:
            self.mend(self.panel.current)

    def mend(self, violation: Violation) -> None:
        """Does the one right thing; asks where there are several; says where none is known."""
        parts, context = self._parts, self._parts.context
        if context.document is None or context.read_only:
            context.say("This pass is read-only. Start your own pass to edit.", "warn")
            return
        found = fixes(context.document, context.state, violation)
        if not found:
            context.say(f"{violation.message}. No answer can be told from here: it takes a look.", "info")
        elif len(found) == 1:
            self._do(found[0])
        else:
            choices = [Choice(fix.title, partial(self._do, fix)) for fix in found]
            parts.chooser.ask(violation.message, choices)

    def _do(self, fix: Fix) -> None:
        self._parts.context.submit(fix.edits, "mend rule")
        self._parts.context.say(f"{fix.title}.", "info")
