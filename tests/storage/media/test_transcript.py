"""Transcripts of every format say what was said, by whom and when, in one text."""

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.cues import Cue
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import FactsQuery, Segment, TextOf, Transcript
from crosstie.storage.media.subtitles import srt_cues, webvtt_cues
from crosstie.storage.media.transcript import read_transcript
from tests.data import data_file
from tests.storage.media.assets import answer, asset_of

MS = 1_000_000


def clock(time_ns: int, mark: str) -> str:
    seconds, milliseconds = divmod(time_ns // MS, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{milliseconds:03d}"


def as_webvtt(cues: list[Cue]) -> str:
    blocks = ["WEBVTT\nLanguage: th"]
    for number, cue in enumerate(cues):
        voice = f"<v {html.escape(cue.speaker, quote=False)}>" if cue.speaker else ""
        said = html.escape(cue.text, quote=False)
        blocks.append(
            f"{number}\n{clock(cue.start_ns, '.')} --> {clock(cue.end_ns, '.')} align:start\n{voice}{said}"
        )
    return "\n\n".join(blocks) + "\n"


def as_srt(cues: list[Cue]) -> str:
    rows = enumerate(cues, start=1)
    return "\n".join(f"{n}\n{clock(c.start_ns, ',')} --> {clock(c.end_ns, ',')}\n{c.text}\n" for n, c in rows)


letters = st.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), blacklist_characters="\ufeff{}")
words = st.text(letters, min_size=1, max_size=8).filter(lambda word: "-->" not in word)
lines = st.lists(words, min_size=1, max_size=4).map(" ".join).filter(lambda line: "-->" not in line)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)


@st.composite
def cue_lists(draw: st.DrawFn) -> list[Cue]:
    starts = draw(st.lists(st.integers(0, 359_999_000), min_size=1, max_size=6))
    return [
        Cue(start * MS, (start + draw(st.integers(0, 900_000))) * MS, draw(st.just("") | words), draw(texts))
        for start in starts
    ]


@given(cue_lists())
def test_webvtt_is_read_as_it_was_written(cues: list[Cue]) -> None:
    assert webvtt_cues(as_webvtt(cues), "x.vtt") == cues


@given(cue_lists())
def test_srt_is_read_as_it_was_written(cues: list[Cue]) -> None:
    plain = [Cue(cue.start_ns, cue.end_ns, "", cue.text.replace("<", "(")) for cue in cues]
    assert srt_cues(as_srt(plain), "x.srt") == plain


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_webvtt_with_all_that_it_allows(tmp_path: Path) -> None:
    path = written(tmp_path, "all.vtt", (
        "WEBVTT - a title\r\nLanguage: ko\r\n\r\nNOTE\r\nnot shown --> nor this\r\n\r\n"
        "STYLE\r\n::cue { color: red }\r\n\r\nintro\r\n00:01.000 --> 00:02.500 line:0\r\n"
        "<b>Hello</b> &amp; <i.x>bye</i>\r\n\r\n"
        "00:03.000 --> 00:04.000\r\n<v.loud Anna Kim>one\r\ntwo</v>\r\n<v Bora>three\r\n"
    ))  # fmt: skip
    form, transcript = read_transcript(path)
    assert (form, transcript.language) == ("webvtt", "ko")
    assert transcript.text == "Hello & bye\none\ntwo\nthree"
    assert transcript.segments == (
        Segment(1000 * MS, 2500 * MS, "", 0, 11),
        Segment(3000 * MS, 4000 * MS, "Anna Kim", 12, 19),
        Segment(3000 * MS, 4000 * MS, "Bora", 20, 25),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom"])
def test_every_unicode_encoding_and_every_plane(encoding: str, tmp_path: Path) -> None:
    said = "สวัสดี 你好 😀 e\u0301"
    text = f"1\n00:00:01,000 --> 00:00:02,000\n{said}\n"
    if encoding == "utf-16-be-bom":
        path = written(tmp_path, "x.srt", "\ufeff" + text, "utf-16-be")
    else:
        path = written(tmp_path, "x.srt", text, encoding)
    _, transcript = read_transcript(path)
    assert transcript.text == said
    assert transcript.segments[0].text_end == len(said)


def test_segments_are_in_order_of_time_and_join_to_the_text(tmp_path: Path) -> None:
    cues = [Cue(5000 * MS, 6000 * MS, "", "later"), Cue(1000 * MS, 2000 * MS, "", "a\nb")]
    _, transcript = read_transcript(written(tmp_path, "x.srt", as_srt(cues)))
    assert transcript.text == "a\nb\nlater"
    pieces = [transcript.text[one.text_start : one.text_end] for one in transcript.segments]
    assert pieces == ["a\nb", "later"]


def test_plain_text_stays_as_it_is(tmp_path: Path) -> None:
    text = "  First line\n\nthird \u2028 line\n"
    _, transcript = read_transcript(written(tmp_path, "x.txt", text))
    assert transcript.text == text.rstrip("\n")
    assert [one.end_ns for one in transcript.segments] == [0, 0, 0]


def test_htk_labels_have_times(tmp_path: Path) -> None:
    _, transcript = read_transcript(written(tmp_path, "x.lab", "0 10000000 a b\n10000000 25000000 c\n"))
    assert transcript.text == "a b\nc"
    assert [one.end_ns for one in transcript.segments] == [1000 * MS, 2500 * MS]


def test_a_recognisers_json(tmp_path: Path) -> None:
    text = (
        '{"language": "vi", "segments": [{"start": 0.5, "end": 1.25, "text": " xin chào ", "speaker": "A"}]}'
    )
    _, transcript = read_transcript(written(tmp_path, "x.json", text))
    assert transcript.language == "vi"
    assert transcript.segments == (Segment(500 * MS, 1250 * MS, "A", 0, 8),)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00.02:000\nx", "line 3: .* is no cue time"),
        ("b.vtt", "WEBVTT\n\n00:05.000 --> 00:02.000\nx", "line 3: the cue ends before it starts"),
        ("c.vtt", "00:01.000 --> 00:02.000\nx", "first line is not WEBVTT"),
        ("d.vtt", "WEBVTT\n", "holds no speech"),
        ("e.srt", "nothing timed here", "holds no speech"),
        (
            "f.TextGrid",
            'File type = "ooTextFile"\nObject class = "TextGrid"\n0\n1\n<exists>\n2\n',
            "cut-off TextGrid",
        ),
        ("g.rttm", "SPEAKER x 1 one 2 <NA> <NA> a <NA> <NA>", "line 1: is no RTTM turn"),
        ("h.rttm", "hello", "no speaker turn"),
        ("i.json", '{"segments": [{"start": 1}]}', "no transcript in JSON"),
        ("j.txt", "a\0b", "is not text"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(name: str, content: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadable, match=reason) as refused:
        read_transcript(written(tmp_path, name, content))
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


def test_a_legacy_encoding_is_named_as_such(tmp_path: Path) -> None:
    path = written(tmp_path, "x.srt", "1\n00:00:01,000 --> 00:00:02,000\nこんにちは\n", "shift_jis")
    with pytest.raises(MediaUnreadable, match="byte 32 is not UTF-8; convert the file to UTF-8"):
        read_transcript(path)


def test_tiers_and_recordings_are_picked_by_name(tmp_path: Path) -> None:
    tier = '"IntervalTier"\n"{}"\n0\n1\n1\n0\n1\n"{}"\n'
    head = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n1\n<exists>\n2\n'
    grid = written(
        tmp_path, "x.TextGrid", head + tier.format("words", 'say ""hi""') + tier.format("phones", "h")
    )
    assert read_transcript(grid)[1].text == 'say "hi"'
    assert read_transcript(grid, "tier:phones")[1].text == "h"
    with pytest.raises(MediaUnreadable, match="no 'tier:x'; there are words, phones"):
        read_transcript(grid, "tier:x")
    turns = "SPEAKER one 1 0.5 1 <NA> <NA> A <NA> <NA>\nSPEAKER two 1 2 1.5 <NA> <NA> B <NA> <NA>\n"
    rttm = written(tmp_path, "x.rttm", turns)
    with pytest.raises(MediaUnreadable, match="2 recordings"):
        read_transcript(rttm)
    assert read_transcript(rttm, "file:two")[1].segments == (Segment(2000 * MS, 3500 * MS, "B", 0, 0),)


@pytest.mark.parametrize("stream", ["subtitle:0", "subtitle:1"])
def test_subtitles_inside_a_video_may_end_after_its_picture(stream: str) -> None:
    asset = asset_of("transcript", data_file("video/torchcodec_nasa/nasa_13013.mp4"), stream=stream)
    transcript = answer(asset, TextOf())
    assert isinstance(transcript, Transcript)
    assert transcript.text.startswith(
        "NAR: This is the optical and science segment of the Webb\nspace telescope"
    )
    assert "NASA’s Goddard" in transcript.text
    first, last = transcript.segments[0], transcript.segments[-1]
    assert (len(transcript.segments), first.start_ns, last.end_ns) == (4, 210 * MS, 16_570 * MS)
    with pytest.raises(MediaUnreadable, match="no stream subtitle:2"):
        answer(
            asset_of("transcript", data_file("video/torchcodec_nasa/nasa_13013.mp4"), stream="subtitle:2"),
            TextOf(),
        )


@pytest.mark.parametrize(
    ("name", "segments", "start_ms", "end_ms", "speakers", "begins"),
    [
        (
            "apac_text/ableplayer_subs/blocks4all_captions_ko.vtt",
            44,
            1340,
            159_040,
            8,
            "[경쾌한 피아노 선율]\n'분'은\n외계에",
        ),
        ("apac_text/ableplayer_subs/wwa_captions_ja.vtt", 15, 429, 52_000, 3, "[ 音楽 ]\nあなたは"),
        ("apac_text/ableplayer_subs/itaccess_subtitles_zh-cn.vtt", 76, 190, 357_140, 1, "我们一直坚信"),
        ("apac_text/ableplayer_subs/deadline_captions_ar.vtt", 16, 14_140, 54_803, 1, "(المشروع): أتريد"),
        ("apac_text/ableplayer_subs/deadline_captions_hi.vtt", 16, 14_140, 54_803, 4, "क्या आप"),
        ("audio/pyannote_sample/src/pyannote/audio/sample/sample.rttm", 10, 6690, 30_000, 2, "\n"),
        ("audio/mfa_speech/textgrid/vietnamese.TextGrid", 1, 284, 725, 1, "ở địa bàn vùng núi"),
        (
            "audio/mfa_speech/textgrid/michaelandsickmichael_short_tg.TextGrid",
            7,
            1059,
            51_457,
            2,
            "this is the",
        ),
        (
            "audio/mfa_speech/textgrid/acoustic_corpus.TextGrid",
            58,
            1050,
            25_250,
            1,
            "this\nis\nthe\nacoustic",
        ),
        ("audio/mfa_speech/lab/common_voice_ja_24511055.lab", 1, 0, 0, 1, "真っ昼間なのに"),
    ],
)
def test_real_transcripts(
    name: str, segments: int, start_ms: int, end_ms: int, speakers: int, begins: str
) -> None:
    asset = asset_of("transcript", data_file(name))
    transcript = answer(asset, TextOf())
    assert isinstance(transcript, Transcript)
    assert transcript.text.startswith(begins)
    assert len(transcript.segments) == segments
    assert transcript.segments[0].start_ns // MS == start_ms
    assert max(one.end_ns for one in transcript.segments) // MS == end_ms
    assert len({one.speaker for one in transcript.segments}) == speakers
    facts = answer(asset, FactsQuery())
    assert getattr(facts, "duration_ns", None) == max(one.end_ns for one in transcript.segments)
    assert getattr(facts, "character_count", None) == sum(not sign.isspace() for sign in transcript.text)
