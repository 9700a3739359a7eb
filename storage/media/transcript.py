"""Transcripts in any of the formats that people bring."""

from pathlib import Path
from typing import Final

from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.cues import Cue, joined
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.files import present_file
from crosstie.storage.media.queries import FactsQuery, Query, Reply, TextOf, Transcript
from crosstie.storage.media.readers import Report, not_answered
from crosstie.storage.media.speech_files import htk_cues, is_textgrid, json_cues, rttm_cues, textgrid_cues
from crosstie.storage.media.subtitles import is_webvtt, srt_cues, webvtt_cues, webvtt_language
from crosstie.storage.media.text_file import read_text

CONTAINER_SUFFIXES: Final = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".ts", ".mts", ".m2ts"})


class TranscriptReader:
    """A transcript, read as a whole when it is opened."""

    def __init__(self, asset: Asset, root: Path) -> None:
        self._asset = asset
        path = present_file(asset.files[0], root)
        self._form, self._transcript = read_transcript(path, asset.stream)

    def answer(self, query: Query, report: Report) -> Reply:
        """Answers FactsQuery and TextOf."""
        match query:
            case FactsQuery():
                end = max((segment.end_ns for segment in self._transcript.segments), default=0)
                # What stands between words is in nobody's label: it does not count.
                count = sum(len(word) for word in self._transcript.text.split())
                return MediaFacts(duration_ns=end, codec=self._form, character_count=count)
            case TextOf():
                return self._transcript
            case _:
                raise not_answered(self._asset, query)

    def close(self) -> None:
        """Holds no file open."""


def read_transcript(path: Path, pick: str = "") -> tuple[str, Transcript]:
    """The format's name and the transcript. Raises MediaUnreadable.

    `pick` is "subtitle:N" for a container's stream, "tier:NAME" for a TextGrid's, "file:NAME" for an RTTM's.
    """
    suffix = path.suffix.lower()
    if suffix in CONTAINER_SUFFIXES or pick.startswith("subtitle:"):
        # Imported here: a plain text needs no FFmpeg.
        from crosstie.storage.media.embedded_subtitles import embedded_cues

        cues, language = embedded_cues(path, pick)
        return "subtitles", _spoken(cues, language, path.name)
    text = read_text(path)
    if is_webvtt(text):
        return "webvtt", _spoken(webvtt_cues(text, path.name), webvtt_language(text), path.name)
    if is_textgrid(text):
        return "textgrid", _spoken(textgrid_cues(text, pick, path.name), "", path.name)
    match suffix:
        case ".xml":
            raise MediaUnreadable(f"{path.name}: is XML, and no transcript in a form that is known here")
        case ".vtt":
            raise MediaUnreadable(f"{path.name}: is no WebVTT: its first line is not WEBVTT")
        case ".textgrid":
            raise MediaUnreadable(f"{path.name}: is no TextGrid")
        case ".srt":
            return "srt", _spoken(srt_cues(text, path.name), "", path.name)
        case ".rttm":
            return "rttm", _spoken(rttm_cues(text, pick, path.name), "", path.name)
        case ".json":
            return "json", _spoken(*json_cues(text, path.name), path.name)
        case _:
            return "text", joined(htk_cues(text) or _lines(text))


def _spoken(cues: list[Cue], language: str, name: str) -> Transcript:
    if not cues:
        raise MediaUnreadable(f"{name}: holds no speech")
    return joined(cues, language)


def _lines(text: str) -> list[Cue]:
    """Plain text: every line, also an empty one, so that the text stays as it is."""
    return [Cue(0, 0, "", line) for line in text.rstrip("\n").split("\n")]
