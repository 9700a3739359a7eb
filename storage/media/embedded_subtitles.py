"""Subtitle streams inside a container file as cues."""

import re
from pathlib import Path
from typing import Final

import av.error
from av.subtitles.subtitle import AssSubtitle

from crosstie.storage.media.container import keep_only, ns_of_ticks, open_container, subtitle_stream, zero_of
from crosstie.storage.media.cues import Cue
from crosstie.storage.media.errors import MediaUnreadable

_ASS_FIELDS: Final = 8
_ASS_OVERRIDE: Final = re.compile(r"\{[^}]*\}")


def embedded_cues(path: Path, pick: str) -> tuple[list[Cue], str]:
    """Cues and language of the stream picked by "subtitle:N"; a cue may end after the picture does.

    Raises MediaUnreadable when there is none or it consists of pictures.
    """
    with open_container(path) as container:
        stream = subtitle_stream(container, pick, path.name)
        time_base, zero = stream.time_base, zero_of(container)
        assert time_base is not None
        keep_only(container, stream)
        cues: list[Cue] = []
        for packet in container.demux(stream):
            if not packet.size or packet.pts is None:
                continue
            start_ns, end_ns = ns_of_ticks((packet.pts, packet.pts + (packet.duration or 0)), time_base, zero)
            try:
                rectangles = packet.decode()
            except av.error.FFmpegError:
                continue
            for rectangle in rectangles:
                if not isinstance(rectangle, AssSubtitle):
                    raise MediaUnreadable(
                        f"{path.name}: {pick or 'its subtitle stream'} holds pictures, not text"
                    )
                text = _plain(rectangle.ass)
                if text:
                    cues.append(Cue(start_ns, end_ns, "", text))
        return cues, stream.language or ""


def _plain(event: bytes) -> str:
    """The words of an event in Advanced SubStation's form, into which FFmpeg brings every text format."""
    words = event.decode("utf-8", "replace").split(",", _ASS_FIELDS)[-1]
    shown = _ASS_OVERRIDE.sub("", words).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0")
    return "\n".join(line.strip() for line in shown.split("\n")).strip()
