"""WebVTT and SubRip subtitles as cues."""

import html
import re
from collections.abc import Iterator
from typing import Final

from crosstie.storage.media.cues import Cue
from crosstie.storage.media.errors import MediaUnreadable

_TIME: Final = r"(?:(\d+):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
_TIMING: Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
_TAG: Final = re.compile(r"</?[^>]*>")
_SRT_TAG: Final = re.compile(r"</?(?:b|i|u|s|font)(?:\s[^>]*)?>|\{\\[^}]*\}", re.IGNORECASE)
_VTT_LANGUAGE: Final = re.compile(r"^Language:\s*(\S+)\s*$", re.MULTILINE)
_NOT_CUES: Final = ("NOTE", "STYLE", "REGION")


def is_webvtt(text: str) -> bool:
    """Whether a text is WebVTT, told by its first line."""
    return re.match(r"WEBVTT(?:[ \t\n]|$)", text) is not None


def webvtt_cues(text: str, name: str) -> list[Cue]:
    """The cues of a WebVTT text; a cue of several voices becomes one for each.

    Raises MediaUnreadable, with the line, for a cue time that is none.
    """
    cues: list[Cue] = []
    for number, lines in _blocks(text):
        if lines[0].startswith(("WEBVTT", *_NOT_CUES)) and "-->" not in lines[0]:
            continue
        timed = _timed(lines, number, name)
        if timed:
            start_ns, end_ns, payload = timed
            for speaker, said in _voices(payload):
                plain = _tidy(html.unescape(_TAG.sub("", said)))
                if plain or speaker:
                    cues.append(Cue(start_ns, end_ns, html.unescape(speaker).strip(), plain))
    return cues


def webvtt_language(text: str) -> str:
    """The language that a WebVTT's header names, or the empty string."""
    found = _VTT_LANGUAGE.search(text.split("\n\n", 1)[0])
    return found[1] if found else ""


def srt_cues(text: str, name: str) -> list[Cue]:
    """The cues of a SubRip text. Raises MediaUnreadable, with the line, for a cue time that is none."""
    cues: list[Cue] = []
    for number, lines in _blocks(text):
        timed = _timed(lines, number, name)
        if timed:
            start_ns, end_ns, payload = timed
            plain = _tidy(_SRT_TAG.sub("", payload))
            if plain:
                cues.append(Cue(start_ns, end_ns, "", plain))
    return cues


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Groups of lines between empty ones, each with the number of its first line."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            if not block:
                first = number
            block.append(line)
        elif block:
            yield first, block
            block = []


def _timed(lines: list[str], first: int, name: str) -> tuple[int, int, str] | None:
    """Start, end and payload of a block; None for a block that is no cue."""
    for place, line in enumerate(lines[:2]):
        if "-->" in line:
            found = _TIMING.fullmatch(line)
            if not found:
                raise MediaUnreadable(f"{name}: line {first + place}: {line.strip()[:60]!r} is no cue time")
            start_ns, end_ns = _nanoseconds(found.groups()[:4]), _nanoseconds(found.groups()[4:])
            if end_ns < start_ns:
                raise MediaUnreadable(f"{name}: line {first + place}: the cue ends before it starts")
            return start_ns, end_ns, "\n".join(lines[place + 1 :])
    return None


def _nanoseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1_000_000_000 + int(fraction.ljust(3, "0")) * 1_000_000


def _voices(payload: str) -> Iterator[tuple[str, str]]:
    """(speaker, words) in order; words before the first voice tag have no speaker."""
    pieces = _VOICE.split(payload)
    if pieces[0].strip() or len(pieces) == 1:
        yield "", pieces[0]
    yield from zip(pieces[1::2], pieces[2::2], strict=True)


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n")).strip()
