"""Praat TextGrids, RTTM turns, HTK labels and speech recognisers' JSON as cues."""

import re
from typing import Final

import msgspec

from crosstie.schema.clock import NS_PER_SECOND, ns_from_seconds
from crosstie.schema.errors import CrosstieError
from crosstie.storage.media.cues import Cue
from crosstie.storage.media.errors import MediaUnreadable

# In a TextGrid only quoted strings, numbers that stand alone and flags are data; the rest is for readers.
_TEXTGRID_TOKEN: Final = re.compile(
    r'"((?:[^"]|"")*)"|(?<![^\s\[])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=\s|$)|(<\w+>)'
)
_PHONES: Final = re.compile(r"(?:phones?|phonemes?|segments?)$", re.IGNORECASE)
_HTK_LINE: Final = re.compile(r"(\d+)\s+(\d+)\s+(\S.*)")
_HTK_TICK_NS: Final = 100


def is_textgrid(text: str) -> bool:
    """Whether a text is a Praat TextGrid, long or short."""
    return "ooTextFile" in text[:60] and '"TextGrid"' in text[:200]


def textgrid_cues(text: str, pick: str, name: str) -> list[Cue]:
    """The labelled intervals of a TextGrid's interval tiers, the tier's name as speaker.

    `pick` "tier:NAME" takes one tier. Without it all are taken but those of phones, where others stand
    beside them: they say the same in smaller pieces. Raises MediaUnreadable.
    """
    tiers = _textgrid_tiers(text, name)
    wanted = _picked(list(tiers), pick, "tier", name)
    if not pick:
        wanted = [tier for tier in wanted if not _PHONES.search(tier)] or wanted
    return [cue for tier in wanted for cue in tiers[tier]]


def rttm_cues(text: str, pick: str, name: str) -> list[Cue]:
    """The turns of an RTTM file (NIST Rich Transcription), which have speakers but no words.

    Where it is about several recordings, `pick` "file:NAME" says which. Raises MediaUnreadable.
    """
    turns: dict[str, list[Cue]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        fields = line.split()
        if not fields or fields[0] != "SPEAKER":
            continue
        try:
            start_ns, length_ns = ns_from_seconds(float(fields[3])), ns_from_seconds(float(fields[4]))
            turns.setdefault(fields[1], []).append(Cue(start_ns, start_ns + length_ns, fields[7], ""))
        except (IndexError, ValueError, CrosstieError) as error:
            raise MediaUnreadable(f"{name}: line {number}: is no RTTM turn") from error
    if not turns:
        raise MediaUnreadable(f"{name}: holds no speaker turn")
    if not pick and len(turns) > 1:
        raise MediaUnreadable(f"{name}: is about {len(turns)} recordings; pick one with stream file:NAME")
    return [turn for recording in _picked(list(turns), pick, "file", name) for turn in turns[recording]]


def htk_cues(text: str) -> list[Cue] | None:
    """The labels of an HTK label file (times in units of 100 ns); None when the text is none."""
    lines = [line for line in text.split("\n") if line.strip()]
    found = [_HTK_LINE.fullmatch(line.strip()) for line in lines]
    matches = [match for match in found if match]
    if not lines or len(matches) != len(lines):
        return None
    return [Cue(int(m[1]) * _HTK_TICK_NS, int(m[2]) * _HTK_TICK_NS, "", m[3]) for m in matches]


class _RecognisedSegment(msgspec.Struct):
    start: float
    end: float
    text: str
    speaker: str = ""


class _Recognised(msgspec.Struct):
    segments: list[_RecognisedSegment]
    language: str = ""


def json_cues(text: str, name: str) -> tuple[list[Cue], str]:
    """Segments and language of a recogniser's JSON (Whisper's form). Raises MediaUnreadable."""
    try:
        recognised = msgspec.json.decode(text, type=_Recognised)
        cues = [
            Cue(ns_from_seconds(one.start), ns_from_seconds(one.end), one.speaker, one.text.strip())
            for one in recognised.segments
        ]
    except (msgspec.MsgspecError, CrosstieError) as error:
        raise MediaUnreadable(f"{name}: is no transcript in JSON ({error})") from error
    return cues, recognised.language


def _textgrid_tiers(text: str, name: str) -> dict[str, list[Cue]]:
    tokens = list(_TEXTGRID_TOKEN.finditer(text))[2:]
    values = iter(
        [match[1].replace('""', '"') if match[1] is not None else match[2] or "" for match in tokens]
    )
    tiers: dict[str, list[Cue]] = {}
    try:
        next(values), next(values), next(values)
        for _ in range(int(next(values))):
            kind, tier = next(values), next(values)
            next(values), next(values)
            count = int(next(values))
            if kind == "IntervalTier":
                rows = [(next(values), next(values), next(values)) for _ in range(count)]
                tiers.setdefault(tier, []).extend(_interval_cues(rows, tier))
            else:
                for _ in range(2 * count):
                    next(values)
    except (StopIteration, RuntimeError, ValueError, CrosstieError) as error:
        raise MediaUnreadable(f"{name}: is a damaged or cut-off TextGrid") from error
    return tiers


def _interval_cues(rows: list[tuple[str, str, str]], tier: str) -> list[Cue]:
    return [
        Cue(round(float(start) * NS_PER_SECOND), round(float(end) * NS_PER_SECOND), tier, said.strip())
        for start, end, said in rows
        if said.strip()
    ]


def _picked(names: list[str], pick: str, form: str, file_name: str) -> list[str]:
    if not pick:
        return names
    wanted = pick.removeprefix(f"{form}:")
    if not pick.startswith(f"{form}:") or wanted not in names:
        raise MediaUnreadable(f"{file_name}: has no {pick!r}; there are {', '.join(names)[:100]}")
    return [wanted]
