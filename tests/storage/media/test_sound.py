"""Sound is drawn and played as it was recorded: every sample in its place, every peak the true one."""

import os
import struct
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from av.audio.stream import AudioStream
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.records import MediaFacts
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.peaks import Peaks
from crosstie.storage.media.queries import FactsQuery, Sound, SoundPrepare
from crosstie.storage.media.sound_cache import write_sound
from tests.data import data_file
from tests.storage.media.assets import answer, asset_of

Samples = npt.NDArray[np.int16]
RATE = 16_000


def noise(frames: int, channels: int, seed: int = 3) -> Samples:
    return np.random.default_rng(seed).integers(-20_000, 20_000, (frames, channels)).astype(np.int16)


def prepared(path: Path, cache: Path, stream: str = "") -> Sound:
    sound = answer(asset_of("audio", path, stream=stream), SoundPrepare(), cache)
    assert isinstance(sound, Sound)
    return sound


@pytest.mark.parametrize("channels", [1, 2, 5])
@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_lossless_sound_is_kept_bit_for_bit(suffix: str, channels: int, tmp_path: Path) -> None:
    samples = noise(100_003, channels)
    soundfile.write(tmp_path / f"sound.{suffix}", samples, RATE)
    sound = prepared(tmp_path / f"sound.{suffix}", tmp_path / "cache")
    assert (sound.sample_rate, sound.channels, sound.frame_count) == (RATE, channels, len(samples))
    assert np.array_equal(Peaks(sound).frames[:], samples)


@pytest.mark.parametrize("subtype", ["FLOAT", "DOUBLE", "PCM_24", "PCM_32", "PCM_U8"])
def test_every_kind_of_sample_comes_out_at_the_same_loudness(subtype: str, tmp_path: Path) -> None:
    wave = 0.5 * np.sin(np.arange(RATE) / 20)
    soundfile.write(tmp_path / "sound.wav", wave, RATE, subtype=subtype)
    pcm = Peaks(prepared(tmp_path / "sound.wav", tmp_path / "cache")).frames[:][:, 0]
    assert np.abs(pcm - wave * 32768).max() <= (257 if subtype == "PCM_U8" else 1.01)


def test_floating_point_sound_that_is_too_loud_or_no_number_is_clipped(tmp_path: Path) -> None:
    soundfile.write(
        tmp_path / "sound.wav", np.array([2.0, -3.0, np.nan, np.inf, 0.25]), RATE, subtype="FLOAT"
    )
    pcm = Peaks(prepared(tmp_path / "sound.wav", tmp_path / "cache")).frames[:][:, 0]
    assert pcm.tolist() == [32767, -32768, 0, 32767, 8192]


def write_late_sound(path: Path, first_sample: int, gap: int) -> Samples:
    """A video file whose sound begins late and has a gap; returns what is to be heard from its zero on."""
    samples = noise(RATE, 1)
    with av.open(str(path), "w") as container:
        video = container.add_stream("ffv1", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        assert isinstance(audio, AudioStream)
        for number in range(50):
            picture = av.VideoFrame(64, 64, "yuv420p")
            picture.pts = number
            container.mux(video.encode(picture))
        for begin in range(0, len(samples), 1600):
            frame = av.AudioFrame.from_ndarray(samples[begin : begin + 1600].T, "s16", "mono")
            frame.sample_rate, frame.pts = RATE, first_sample + begin + (gap if begin >= 8000 else 0)
            container.mux(audio.encode(frame))
        container.mux(video.encode())
        container.mux(audio.encode())
    silent = np.zeros((first_sample, 1), np.int16), np.zeros((gap, 1), np.int16)
    return np.concatenate((silent[0], samples[:8000], silent[1], samples[8000:]))


def test_sound_of_a_video_begins_at_the_zero_of_its_pictures_and_keeps_its_gaps(tmp_path: Path) -> None:
    heard = write_late_sound(tmp_path / "clip.mkv", first_sample=2400, gap=4800)
    pcm = Peaks(prepared(tmp_path / "clip.mkv", tmp_path / "cache")).frames[:]
    assert np.array_equal(pcm, heard)


@given(
    frames=st.integers(1, 6000),
    channels=st.integers(1, 3),
    blocks=st.lists(st.integers(1, 900), min_size=1, max_size=5),
    start=st.integers(-500, 6000),
    length=st.integers(1, 9000),
    count=st.integers(1, 60),
)
def test_peaks_of_narrow_columns_are_exactly_those_of_the_samples(
    tmp_path_factory: pytest.TempPathFactory,
    frames: int, channels: int, blocks: list[int], start: int, length: int, count: int,
) -> None:  # fmt: skip
    samples = noise(frames, channels, frames)
    peaks = peaks_of(samples, blocks, tmp_path_factory.mktemp("peaks"))
    columns = peaks.columns(start, start + length, count)
    assert columns.shape == (channels, count, 2)
    if length // count >= 1024:
        return
    for column in range(count):
        first = start + length * column // count
        last = max(first + 1, start + length * (column + 1) // count)
        part = samples[max(0, first) : max(0, min(last, frames))]
        expected = np.stack((part.min(axis=0), part.max(axis=0)), axis=1) if len(part) else 0
        assert np.array_equal(columns[:, column], np.broadcast_to(expected, (channels, 2)))


def peaks_of(samples: Samples, blocks: list[int], folder: Path) -> Peaks:
    def cut() -> list[Samples]:
        edges = np.cumsum(np.resize(blocks, len(samples)))
        return [part for part in np.split(samples, edges[edges < len(samples)]) if len(part)]

    pcm, kept = folder / "s.pcm", folder / "s.peaks"
    frames = write_sound(cut(), samples.shape[1], pcm, kept)
    return Peaks(Sound(RATE, samples.shape[1], frames, str(pcm), str(kept)))


def test_peaks_of_wide_columns_are_exactly_those_of_whole_bins_around_them(tmp_path: Path) -> None:
    samples = noise(1_000_003, 2)
    peaks = peaks_of(samples, [65_536], tmp_path)
    for start, stop, count in (
        (0, 1_000_003, 61),
        (123_456, 987_654, 200),
        (777, 400_000, 7),
        (0, 1_000_003, 1),
    ):
        columns = peaks.columns(start, stop, count)
        per_column = (stop - start) / count
        frames = max(256 * 4**k for k in range(12) if 256 * 4**k <= per_column / 4)
        edges = [(start + (stop - start) * i // count) // frames * frames for i in range(count)]
        edges.append(min(len(samples), -(-stop // frames) * frames))
        for column in range(count):
            part = samples[edges[column] : edges[column + 1]]
            expected = np.stack((part.min(axis=0), part.max(axis=0)), axis=1)
            assert np.array_equal(columns[:, column], expected)


def test_a_second_opening_reads_the_cache(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "sound.wav", noise(5000, 1), RATE)
    first = prepared(tmp_path / "sound.wav", tmp_path / "cache")
    written = Path(first.peaks_path).stat().st_mtime_ns
    again = prepared(tmp_path / "sound.wav", tmp_path / "cache")
    assert again.pcm_path == first.pcm_path
    assert Path(again.peaks_path).stat().st_mtime_ns == written
    soundfile.write(tmp_path / "sound.wav", noise(6000, 1), RATE)
    assert prepared(tmp_path / "sound.wav", tmp_path / "cache").frame_count == 6000


@pytest.mark.parametrize("kind", ["WAV", "WAVEX"])
def test_plain_samples_are_read_where_they_lie(kind: str, tmp_path: Path) -> None:
    samples, path = noise(70_001, 2), tmp_path / "sound.wav"
    soundfile.write(path, samples, RATE, format=kind, subtype="PCM_16")
    # A recorder's notes stand before the samples, and have an odd length.
    whole = path.read_bytes()
    notes = b"LIST" + struct.pack("<I", 5) + b"notes" + b"\0"
    at = whole.index(b"data")
    spelled = whole[:4] + struct.pack("<I", len(whole) + len(notes) - 8) + whole[8:at] + notes + whole[at:]
    path.write_bytes(spelled)
    sound = prepared(path, tmp_path / "cache")
    assert Path(sound.pcm_path) == path
    assert not list((tmp_path / "cache").glob("*.pcm"))
    assert np.array_equal(Peaks(sound).frames[:], samples)


@pytest.mark.parametrize(("subtype", "suffix"), [("PCM_24", "wav"), ("ULAW", "wav"), ("PCM_16", "aiff")])
def test_other_samples_are_copied(subtype: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"sound.{suffix}"
    soundfile.write(path, noise(70_001, 1), RATE, subtype=subtype)
    sound = prepared(path, tmp_path / "cache")
    assert Path(sound.pcm_path).parent == tmp_path / "cache"
    assert np.array_equal(Peaks(sound).frames[:], soundfile.read(path, dtype="int16", always_2d=True)[0])


def test_a_file_that_was_cut_off_after_it_was_prepared_is_told_and_ends_no_process(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    soundfile.write(path, noise(70_000, 1), RATE)
    sound = prepared(path, tmp_path / "cache")
    peaks = Peaks(sound)
    os.truncate(path, 50_000)
    assert len(peaks.frames[60_000:61_000]) == 0
    with pytest.raises(MediaUnreadable, match="cut off meanwhile"):
        peaks.columns(60_000, 60_500, 100)
    with pytest.raises(MediaUnreadable, match="shorter than it was"):
        Peaks(sound)


def test_peaks_whose_files_are_gone_say_so(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "sound.wav", noise(5000, 1), RATE)
    sound = prepared(tmp_path / "sound.wav", tmp_path / "cache")
    Path(sound.peaks_path).unlink()
    with pytest.raises(MediaUnreadable, match="not there any more"):
        Peaks(sound)


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_sound_that_broke_off_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"sound.{suffix}"
    soundfile.write(path, noise(200_000, 1), RATE)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MediaUnreadable, match=rf"^sound\.{suffix}: .*(cut off|damaged)"):
        answer(asset_of("audio", path), FactsQuery(), tmp_path)


@pytest.mark.parametrize(
    ("name", "stream", "rate", "channels", "milliseconds"),
    [
        ("video/torchcodec_nasa/nasa_13013.mp4", "audio:0", 8000, 2, 13_056),
        ("video/torchcodec_nasa/nasa_13013.mp4", "audio:1", 16_000, 2, 13_056),
        ("audio/pyannote_sample/src/pyannote/audio/sample/sample.wav", "", 16_000, 1, 30_000),
        ("audio/mfa_speech/wav/common_voice_ja_24511055.mp3", "", 32_000, 1, 6_516),
        ("audio/mfa_speech/wav/13697_11991_000000.opus", "", 16_000, 1, 14_850),
        ("audio/mfa_speech/wav/cold_corpus_32bit_float.wav", "", 16_000, 1, 25_717),
        (
            "video/mdn_media/html/multimedia-and-embedding/tasks/media-embed/media/video.webm",
            "",
            44_100,
            2,
            7_791,
        ),
    ],
)
def test_real_sound(
    name: str, stream: str, rate: int, channels: int, milliseconds: int, tmp_path: Path
) -> None:
    asset = asset_of("audio", data_file(name), stream=stream)
    facts = answer(asset, FactsQuery(), tmp_path)
    sound = answer(asset, SoundPrepare(), tmp_path)
    assert isinstance(facts, MediaFacts)
    assert isinstance(sound, Sound)
    assert (facts.sample_rate, facts.channels, facts.duration_ns // 10**6) == (rate, channels, milliseconds)
    assert sound.frame_count * 1000 // rate == milliseconds
    loudest = np.abs(Peaks(sound).columns(0, sound.frame_count, 50).astype(int)).max()
    assert loudest > 3000
