"""A proxy has a video's very frames, stands in under a moving hand alone, and a damaged one is forgotten."""

from pathlib import Path

import numpy as np
import pytest

from crosstie.storage.media import video
from crosstie.storage.media.queries import FrameAt, Picture, ProxyMade, ProxyPrepare
from crosstie.storage.media.readers import Reader
from tests.storage.media.assets import asset_of, no_report, opened
from tests.storage.media.clips import Form, number_in, write_clip

COUNT = 200
TICKS = [3000 * number + 900 * (number % 3) for number in range(COUNT)]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proxied") / "clip.mp4"
    write_clip(path, TICKS, options={"bf": "3", "sc_threshold": "0"}, gop=500, form=Form(size=(1280, 720)))
    return path


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever takes any time at all takes too long."""
    monkeypatch.setattr(video, "_QUICK_S", 0.0)
    monkeypatch.setattr("os.nice", lambda _more: 0)


def picture_of(reader: Reader, number: int, *, quick: bool) -> Picture:
    picture = reader.answer(FrameAt(round(TICKS[number] * 1e9 / 90_000) + 1_000_000, quick=quick), no_report)
    assert isinstance(picture, Picture)
    return picture


def make_proxy(clip: Path, cache: Path) -> Path:
    with opened(asset_of("video", clip), cache) as reader:
        told: list[float] = []
        assert isinstance(reader.answer(ProxyPrepare(), lambda done, _what: told.append(done)), ProxyMade)
        assert told == sorted(told)
        assert len(told) >= 3
    (path,) = cache.glob("*-proxy.mp4")
    assert list(cache.glob("*.partial")) == []
    return path


def test_a_moving_hand_sees_the_very_frames_and_a_resting_one_the_video_itself(
    clip: Path, tmp_path: Path
) -> None:
    make_proxy(clip, tmp_path)
    with opened(asset_of("video", clip), tmp_path) as reader:
        for number in np.random.default_rng(4).integers(20, COUNT, 40).tolist():
            small = picture_of(reader, number, quick=True)
            if small.preview:
                assert (small.preview, small.pixels.shape) == ("proxy", (360, 640, 4))
            assert (small.frame_index, number_in(small.pixels)) == (number, number)
            assert (small.width, small.height) == (1280, 720)
            right = picture_of(reader, number, quick=False)
            assert (right.preview, right.pixels.shape, number_in(right.pixels)) == (
                "",
                (720, 1280, 4),
                number,
            )
            assert np.abs(small.pixels[::2, ::2].astype(int).mean() - right.pixels.astype(int).mean()) < 4


def test_a_worker_that_was_open_before_uses_it_too(clip: Path, tmp_path: Path) -> None:
    with opened(asset_of("video", clip), tmp_path) as reader:
        assert picture_of(reader, 150, quick=True).preview == "nearby"
        make_proxy(clip, tmp_path)
        assert picture_of(reader, 150, quick=True).preview == "proxy"


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_damaged_proxy_is_removed(clip: Path, tmp_path: Path, share: float) -> None:
    proxy = make_proxy(clip, tmp_path)
    proxy.write_bytes(proxy.read_bytes()[: int(proxy.stat().st_size * share)])
    with opened(asset_of("video", clip), tmp_path) as reader:
        picture = picture_of(reader, 150, quick=True)
    assert (picture.preview, picture.frame_index) == ("nearby", 0)
    assert not proxy.exists()


def test_a_proxy_stands_upright_and_even_where_the_video_is_odd(tmp_path: Path) -> None:
    clip = tmp_path / "odd.mp4"
    form = Form(size=(161, 97), pix_fmt="yuv444p")
    write_clip(clip, TICKS[:60], options={"bf": "2", "sc_threshold": "0"}, gop=100, rotation=90, form=form)
    with opened(asset_of("video", clip), tmp_path / "cache") as reader:
        assert isinstance(reader.answer(ProxyPrepare(), no_report), ProxyMade)
        small = picture_of(reader, 50, quick=True)
        right = picture_of(reader, 50, quick=False)
    assert small.preview == "proxy"
    assert small.pixels.shape == (160, 96, 4)
    assert right.pixels.shape == (161, 97, 4)
    assert np.abs(small.pixels[80, 48].astype(int) - right.pixels[80, 48]).max() < 30
