"""Building the peaks of a sound, opening them again, and drawing ten hours of them."""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt
import soundfile
from av.audio.stream import AudioStream

from crosstie.schema.clock import AssetClock
from crosstie.schema.records import Asset, MediaFile
from crosstie.storage.media.audio import AudioReader, open_source
from crosstie.storage.media.pcm import PcmFile
from crosstie.storage.media.peaks import Peaks
from crosstie.storage.media.queries import Sound, SoundPrepare
from crosstie.storage.media.sound_cache import write_sound
from crosstie.viewers.waveform.wave import WaveQuery, draw_wave
from tests.benchmarks.figures import median
from tests.benchmarks.row import Goal, NotEqual, Row

_RATE: Final = 48_000
_MINUTES: Final = 10
_ROUNDS: Final = 5
_HOURS: Final = 10
_SLOW_RATE: Final = 8_000
_DRAWS: Final = 60
_WIDTH: Final = 1920
_FILES: Final = {"WAV": ("a.wav", "pcm_s16le"), "FLAC": ("a.flac", "flac"), "AAC in MP4": ("a.mp4", "aac")}
_SECOND: Final = 1_000_000_000
_BLOCK: Final = 1 << 16


def rows(place: Path) -> Iterator[Row]:
    """Peaks against decoding, cache against building, ten hours against a minute."""
    folder = place / "sound"
    folder.mkdir(exist_ok=True)
    for name, (file, codec) in _FILES.items():
        if not (folder / file).exists():
            _encode(folder / file, codec)
        yield from _building(name, folder / file, folder / "cache")
    yield from _drawing(folder / "long")


def _building(name: str, file: Path, cache: Path) -> Iterator[Row]:
    build_s, decode_s, reopen_s, draw_s = [], [], [], []
    for _ in range(_ROUNDS):
        shutil.rmtree(cache, ignore_errors=True)
        decode_s.append(_cpu_seconds(partial(_decode, file)))
        build_s.append(_cpu_seconds(partial(_prepared, file, cache)))
        reopen_s.append(_cpu_seconds(partial(_prepared, file, cache)))
        draw_s.append(_cpu_seconds(partial(_first_picture, _prepared(file, cache))))
    if _digest(_prepared(file, cache)) != _decoded_digest(file):
        raise NotEqual(f"{name}: what was prepared is not what is decoded")
    shutil.rmtree(cache)
    note = f"{_MINUTES} min of 48 kHz; CPU; raw: decoding it alone"
    yield Row(f"peaks built, {name}", median(build_s), median(decode_s), "s", Goal("at most", 1.25), note)
    note = f"until they are at hand, as when built; then a picture takes {1000 * median(draw_s):.1f} ms"
    yield Row(f"peaks reopened, {name}", median(reopen_s), median(build_s), "s", Goal("at most", 0.05), note)


def _drawing(folder: Path) -> Iterator[Row]:
    """All of ten hours and all of a minute, drawn as wide as a screen."""
    folder.mkdir(exist_ok=True)
    second = np.random.default_rng(3).integers(-9_000, 9_000, (_SLOW_RATE, 1)).astype(np.int16)
    minute = _cached(folder / "minute", second, 60)
    hours = _cached(folder / "hours", second, _HOURS * 3600)
    took: dict[int, list[float]] = {60: [], _HOURS * 3600: []}
    for _ in range(_DRAWS):
        for seconds, peaks in ((60, minute), (_HOURS * 3600, hours)):
            took[seconds].append(1000 * _seconds(partial(draw_wave, peaks, _query(seconds))))
    _require_extremes(hours, second)
    note = f"{_WIDTH} columns, peaks in place"
    ours, raw = median(took[_HOURS * 3600]), median(took[60])
    yield Row(f"{_HOURS} h drawn, raw: 1 min", ours, raw, "ms", Goal("at most", 1.5), note)
    shutil.rmtree(folder)


def _require_extremes(hours: Peaks, second: npt.NDArray[np.int16]) -> None:
    columns = hours.columns(0, hours.sound.frame_count, _WIDTH)
    if not np.all(columns == [second.min(), second.max()]):
        raise NotEqual("a column of ten hours does not hold the extremes of its seconds")


def _query(seconds: int) -> WaveQuery:
    return WaveQuery(0, seconds * _SECOND, _WIDTH, 120, 1, 1.0, 0, AssetClock())


def _cached(stem: Path, second: npt.NDArray[np.int16], seconds: int) -> Peaks:
    pcm, peaks = stem.with_suffix(".pcm"), stem.with_suffix(".peaks")
    count = write_sound((second for _ in range(seconds)), 1, pcm, peaks)
    return Peaks(Sound(_SLOW_RATE, 1, count, str(pcm), str(peaks)))


def _prepared(file: Path, cache: Path) -> Sound:
    asset = Asset("a", "s", "audio", (MediaFile(str(file), file.stat().st_size, ""),))
    reader = AudioReader(asset, Path("/"), cache)
    sound = reader.answer(SoundPrepare(), lambda _done, _what: None)
    reader.close()
    assert isinstance(sound, Sound)
    return sound


def _first_picture(sound: Sound) -> None:
    seconds = sound.frame_count // sound.sample_rate
    draw_wave(Peaks(sound), _query(seconds))


def _decode(file: Path) -> None:
    """Decodes everything and keeps nothing: with libsndfile alone where it can, else by our way to FFmpeg."""
    if file.suffix != ".mp4":
        with soundfile.SoundFile(file) as sound:
            while len(sound.read(_BLOCK, "int16")):
                pass
        return
    source = open_source(file, "")
    for _ in source.blocks():
        pass
    source.close()


def _decoded_digest(file: Path) -> str:
    source = open_source(file, "")
    digest = hashlib.blake2b()
    for block in source.blocks():
        digest.update(block.tobytes())
    source.close()
    return digest.hexdigest()


def _digest(sound: Sound) -> str:
    frames, digest = PcmFile(sound), hashlib.blake2b()
    for begin in range(0, len(frames), sound.sample_rate):
        digest.update(frames[begin : begin + sound.sample_rate].tobytes())
    return digest.hexdigest()


def _cpu_seconds(work: Callable[[], object]) -> float:
    """Of all threads, the system's part included: what others do on the machine is not counted."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _encode(path: Path, codec: str) -> None:
    """Speech-like noise: bursts of a changing tone."""
    chance = np.random.default_rng(7)
    at = np.arange(_RATE) / _RATE
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=_RATE, layout="mono")
        assert isinstance(stream, AudioStream)
        resampler = av.AudioResampler(stream.format, "mono", _RATE)
        for number in range(_MINUTES * 60):
            tone = np.sin(2 * np.pi * (100 + 40 * (number % 11)) * at) * np.sin(np.pi * 3 * at) ** 2
            samples = (tone * 14_000 + chance.normal(0, 300, _RATE)).astype(np.int16)[None]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate, frame.pts = _RATE, number * _RATE
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        container.mux(stream.encode())
