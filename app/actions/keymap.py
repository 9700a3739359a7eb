"""Which keys set off which action: the defaults and what the person changed. No Qt."""

from collections.abc import Iterable, Mapping

from crosstie.app.actions.action import Action, Mode


class Keymap:
    """Default keys by action id, overlaid with the person's own."""

    def __init__(self, own: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._defaults: dict[str, tuple[str, ...]] = {}
        self._own: dict[str, tuple[str, ...]] = dict(own or {})
        self._modes: dict[str, Mode] = {}

    def add_defaults(self, actions: Iterable[Action]) -> None:
        """Makes the actions' default keys known."""
        for action in actions:
            self._defaults[action.id] = action.keys
            self._modes[action.id] = action.mode

    def keys(self, action_id: str) -> tuple[str, ...]:
        """The keys in force for an action."""
        return self._own.get(action_id, self._defaults.get(action_id, ()))

    def keys_in(self, action_id: str, mode: Mode) -> tuple[str, ...]:
        """The keys that set an action off in a mode: those of the mode's own actions are no other's there."""
        keys = self.keys(action_id)
        if not mode or self._modes.get(action_id) == mode:
            return keys
        taken = {key for one, at in self._modes.items() if at == mode for key in self.keys(one)}
        return tuple(key for key in keys if key not in taken)

    def default_keys(self, action_id: str) -> tuple[str, ...]:
        """The keys that an action comes with."""
        return self._defaults.get(action_id, ())

    def set_keys(self, action_id: str, keys: tuple[str, ...]) -> None:
        """Gives an action keys of the person's own; the defaults again are no keys of one's own."""
        if keys == self._defaults.get(action_id, ()):
            self._own.pop(action_id, None)
        else:
            self._own[action_id] = keys

    def reset(self) -> None:
        """Back to the defaults everywhere."""
        self._own.clear()

    def own(self) -> dict[str, tuple[str, ...]]:
        """What differs from the defaults, to be saved."""
        return dict(self._own)

    def conflicts(self) -> dict[str, tuple[str, ...]]:
        """Key sequence → ids of the actions that claim it in the same mode, where more than one does."""
        claims: dict[tuple[str, Mode], list[str]] = {}
        for action_id, mode in self._modes.items():
            for key in self.keys(action_id):
                claims.setdefault((key, mode), []).append(action_id)
        return {key: tuple(ids) for (key, _mode), ids in claims.items() if len(ids) > 1}
