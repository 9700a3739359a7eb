"""Every codec and container gives, in any order, the very pixels that decoding from the start gives."""

import itertools
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream

from crosstie.schema.records import MediaFacts
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.frame_pixels import FrameConverter
from crosstie.storage.media.queries import FactsQuery, FrameAt, Picture, Pixels, Sound, SoundPrepare
from tests.storage.media.assets import answer, asset_of, no_report, opened
from tests.storage.media.clips import (
    TICK,
    Form,
    cut_without_decoding,
    number_in,
    numbered_picture,
    write_clip,
)

COUNT: Final = 120
CONSTANT: Final = [3000 * number for number in range(COUNT)]
VARIABLE: Final = list(
    itertools.accumulate(
        np.random.default_rng(7).choice([1500, 3000, 3001, 9000], COUNT - 1).tolist(), initial=0
    )
)
ORDER: Final = [
    *np.random.default_rng(11).integers(0, COUNT, 40).tolist(),
    *range(50, 75),
    *range(75, 30, -1),
    *itertools.chain.from_iterable(zip(range(40, 60), range(110, 90, -1), strict=True)),
]
X265: Final = {"x265-params": "log-level=none:bframes=3:keyint=60:min-keyint=60"}
X265_OPEN: Final = {"x265-params": "log-level=none:bframes=4:keyint=40:min-keyint=40:open-gop=1"}
REFRESH: Final = {"bf": "0", "x264-params": "intra-refresh=1:keyint=60"}
VPX: Final = {"deadline": "realtime", "cpu-used": "8", "b": "300k"}
VPX_HIDDEN: Final = {
    "deadline": "good", "cpu-used": "5", "b": "300k", "lag-in-frames": "25", "auto-alt-ref": "1",
}  # fmt: skip
AV1: Final = {"preset": "12", "crf": "40", "svtav1-params": "keyint=50"}
OLD: Final = {"bf": "2", "b": "2M"}
TEN_BITS: Final = Form(pix_fmt="yuv420p10le")
ODD: Final = Form(size=(161, 97))
ODD_COLOURS: Final = Form(size=(161, 97), pix_fmt="yuv444p")
FRAGMENTS: Final = Form(muxing={"movflags": "frag_keyframe+empty_moov"})
THIRTY: Final = Form(base=Fraction(1, 30))
CLIPS: Final[dict[str, tuple[str, list[int], dict[str, Any]]]] = {
    "hevc": ("mp4", VARIABLE, {"codec": "libx265", "options": X265}),
    "hevc open groups": ("mp4", VARIABLE, {"codec": "libx265", "options": X265_OPEN}),
    "hevc open groups, ts": ("ts", VARIABLE, {"codec": "libx265", "options": X265_OPEN}),
    "hevc 10 bits": ("mkv", VARIABLE, {"codec": "libx265", "options": X265, "form": TEN_BITS}),
    "vp8 hidden references": ("webm", VARIABLE, {"codec": "libvpx", "options": VPX_HIDDEN}),
    "vp9": ("webm", VARIABLE, {"codec": "libvpx-vp9", "options": VPX, "form": ODD}),
    "vp9 hidden references": ("mp4", VARIABLE, {"codec": "libvpx-vp9", "options": VPX_HIDDEN}),
    "av1": ("mp4", VARIABLE, {"codec": "libsvtav1", "options": AV1}),
    "av1 10 bits": ("mkv", VARIABLE, {"codec": "libsvtav1", "options": AV1, "form": TEN_BITS}),
    "h264 10 bits": ("mp4", VARIABLE, {"options": {"bf": "3"}, "form": TEN_BITS}),
    "h264 4:4:4, odd size": ("mp4", VARIABLE, {"options": {"bf": "3"}, "form": ODD_COLOURS}),
    "h264 one long group": ("mp4", VARIABLE, {"options": {"bf": "3", "sc_threshold": "0"}, "gop": 500}),
    "h264 in fragments": ("mp4", VARIABLE, {"options": {"bf": "3"}, "form": FRAGMENTS}),
    "h264 refreshed in columns": ("mkv", VARIABLE, {"options": REFRESH}),
    "h264 refreshed in columns, ts": ("ts", VARIABLE, {"options": REFRESH}),
    "h264 interlaced": ("mp4", CONSTANT, {"options": {"bf": "3", "flags": "+ildct+ilme"}}),
    "h264 flash": ("flv", CONSTANT, {"options": {"bf": "2"}}),
    "mpeg-2 ts": ("ts", CONSTANT, {"codec": "mpeg2video", "options": OLD, "form": THIRTY}),
    "mpeg-2 ps": ("mpg", CONSTANT, {"codec": "mpeg2video", "options": OLD, "form": THIRTY}),
    "mpeg-4": ("mkv", CONSTANT, {"codec": "mpeg4", "options": OLD, "form": Form(base=Fraction(1, 30_000))}),
    "prores": ("mov", CONSTANT, {"codec": "prores_ks", "form": Form(pix_fmt="yuv422p10le")}),
    "motion jpeg": ("avi", CONSTANT, {"codec": "mjpeg", "form": Form(pix_fmt="yuvj420p")}),
}  # fmt: skip


def in_order(path: Path) -> list[Pixels]:
    """Every picture, decoded from the start to the end."""
    convert = FrameConverter()
    with av.open(str(path)) as container:
        return [convert.pixels(one, one.width, one.height, 0).copy() for one in container.decode(video=0)]


@pytest.mark.parametrize("name", CLIPS)
def test_any_order_gives_the_pixels_of_decoding_in_order(name: str, tmp_path: Path) -> None:
    suffix, ticks, how = CLIPS[name]
    clip = tmp_path / f"clip.{suffix}"
    write_clip(clip, ticks, **how)
    expected = in_order(clip)
    assert len(expected) == COUNT
    wrong = []
    with opened(asset_of("video", clip)) as reader:
        for number in ORDER:
            # Containers that round to milliseconds: the middle of each frame is asked for.
            end = ticks[number + 1] if number + 1 < COUNT else ticks[number] + 1500
            picture = reader.answer(FrameAt((ticks[number] + end) * 100_000 // 18), no_report)
            assert isinstance(picture, Picture)
            same = np.array_equal(picture.pixels, expected[number])
            if not same or (picture.frame_index, number_in(picture.pixels)) != (number, number):
                wrong.append(number)
    assert wrong == []


@pytest.mark.parametrize("codec", ["libx264", "libx265", "libvpx-vp9"])
@pytest.mark.parametrize("first", [40, 61, 77])
def test_pictures_before_an_edit_lists_beginning_do_not_count(codec: str, first: int, tmp_path: Path) -> None:
    options = {"libx264": {"bf": "3"}, "libx265": X265, "libvpx-vp9": VPX}[codec]
    whole, cut = tmp_path / "whole.mp4", tmp_path / "cut.mp4"
    write_clip(whole, CONSTANT, codec=codec, options=options, gop=60)
    cut_without_decoding(whole, cut, CONSTANT[first])
    with opened(asset_of("video", cut)) as reader:
        facts = reader.answer(FactsQuery(), no_report)
        assert isinstance(facts, MediaFacts)
        assert facts.frame_count == COUNT - first
        for number in (0, 1, COUNT - first - 1, 5, 30 % (COUNT - first), 0):
            picture = reader.answer(FrameAt(number * 100_000_000 // 3 + 1_000_000), no_report)
            assert isinstance(picture, Picture)
            assert (picture.frame_index, number_in(picture.pixels)) == (number, first + number)


@pytest.fixture
def two_cameras(tmp_path: Path) -> Path:
    """A file of two video streams, the second one 100 pictures ahead and half a second late, and sound."""
    path = tmp_path / "two.mkv"
    with av.open(str(path), "w") as container:
        streams = [container.add_stream("libx264", rate=30, options={"bf": "2"}) for _ in range(2)]
        sound = container.add_stream("aac", rate=16_000)
        assert isinstance(sound, AudioStream)
        for stream in streams:
            stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
            stream.codec_context.time_base = TICK
        for number in range(60):
            for place, stream in enumerate(streams):
                shown = av.VideoFrame.from_ndarray(numbered_picture(number + 100 * place), "rgb24")
                shown.pts, shown.time_base = 3000 * number + 45_000 * place, TICK
                container.mux(stream.encode(shown))
        for block in range(20):
            heard = av.AudioFrame.from_ndarray(np.zeros((1, 1600), np.float32), "fltp", "mono")
            heard.sample_rate, heard.pts = 16_000, 1600 * block
            container.mux(sound.encode(heard))
        for stream in streams:
            container.mux(stream.encode())
        container.mux(sound.encode(None))
    return path


def test_each_of_several_streams_has_its_own_pictures_on_one_clock(two_cameras: Path) -> None:
    for stream, number, at_ns in (("", 30, 10**9), ("video:0", 30, 10**9), ("video:1", 115, 10**9)):
        picture = answer(asset_of("video", two_cameras, stream=stream), FrameAt(at_ns + 10_000_000))
        assert isinstance(picture, Picture)
        assert number_in(picture.pixels) == number
    late = answer(asset_of("video", two_cameras, stream="video:1"), FrameAt(0))
    assert isinstance(late, Picture)
    assert (late.frame_index, late.pts_ns, number_in(late.pixels)) == (0, 500_000_000, 100)


def test_a_file_of_sound_alone_is_heard_and_says_that_it_has_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16_000)
        assert isinstance(stream, AudioStream)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 16_000), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = 16_000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(MediaUnreadable, match=r"^sound\.mp4: holds no video stream$"):
        answer(asset_of("video", path), FactsQuery())
    sound = answer(asset_of("audio", path), SoundPrepare())
    assert isinstance(sound, Sound)
    assert 16_000 <= sound.frame_count <= 18_000
