"""Questions that the window asks in its chooser, each with what an answer does."""

from functools import partial

from crosstie.app.chooser import Choice, Chooser
from crosstie.app.listening import Listening
from crosstie.app.playback.playback import Playback
from crosstie.app.settings import Settings
from crosstie.app.tying import Tying
from crosstie.schema.tie_ends import TieOption
from crosstie.viewers.context import PaneContext


class Asking:
    """Which link, which sound and where it goes, which language."""

    def __init__(self, context: PaneContext, chooser: Chooser, settings: Settings) -> None:
        self._context = context
        self._chooser = chooser
        self._settings = settings

    def link_type(self, tying: Tying, options: tuple[TieOption, ...]) -> None:
        """Several types fit between two ends: a digit takes one."""
        context = self._context
        assert context.document is not None
        choices = []
        for place, option in enumerate(options):
            name = context.document.display_name(option.type_id, context.language)
            ends = f"{option.links[0].from_end.kind} → {option.links[0].to_end.kind}"
            choices.append(Choice(f"{name}   ({ends})", partial(tying.choose, place)))
        self._chooser.ask("Which link?", choices, tying.leave)

    def sound(self, listening: Listening) -> None:
        """Which of the sample's sounds is heard."""
        assets = [one.id for one in self._context.state.assets.values() if one.kind == "audio"]
        choices = [Choice(one or "None", partial(listening.hear, one)) for one in (*assets, "")]
        self._chooser.ask("Hear which sound?", choices)

    def output(self, playback: Playback) -> None:
        """Through which device sound is heard."""

        def use(name: str) -> None:
            self._settings.set_sound_device(name)
            playback.use_device(name)

        choices = [
            Choice(
                name or "The system's choice",
                partial(use, name),
                aside="in use" if name == playback.device else "",
            )
            for name in ("", *playback.devices)
        ]
        self._chooser.ask("Sound goes to which device?", choices)

    def language(self) -> None:
        """In which of its languages the schema's names are shown."""
        if self._context.document is not None:
            languages = self._context.document.languages
            choices = [Choice(one, partial(self._use_language, one)) for one in languages]
            self._chooser.ask("Names in which language?", choices)

    def _use_language(self, language: str) -> None:
        self._settings.set_language(language)
        self._context.set_language(language)
