"""The sound outputs that the computer has, by name."""

import threading
from typing import Any, Final

import sounddevice

_LOOKING: Final = threading.Lock()


def output_names() -> tuple[str, ...]:
    """Names of the devices that can play, each once."""
    return tuple(dict.fromkeys(str(device["name"]) for device in _devices() if device["max_output_channels"]))


def device_number(name: str) -> int | None:
    """PortAudio's number of an output; None, which stands for the system's choice, without such a one."""
    for number, device in enumerate(_devices()):
        if name and device["name"] == name and device["max_output_channels"]:
            return number
    return None


def look_again() -> None:
    """Reads anew which devices there are. No stream may be open: PortAudio ends them all."""
    # PortAudio lists the devices when it starts and has no other call for it; nor has sounddevice.
    with _LOOKING:
        sounddevice._terminate()
        sounddevice._initialize()


def _devices() -> list[dict[str, Any]]:
    with _LOOKING:
        return [dict(device) for device in sounddevice.query_devices()]
