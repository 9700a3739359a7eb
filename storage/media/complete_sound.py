"""Whether an MP3 or Ogg file is all there, told from its frames and pages without decoding them."""

from typing import BinaryIO, Final

_TAIL_BYTES: Final = 1 << 17
_CHUNK: Final = 1 << 20
_OGG_HEADER: Final = 27
_XING_HAS_FRAMES: Final = 1
_XING_HAS_BYTES: Final = 2
_TAGS: Final = (b"TAG", b"APE", b"LYR")
# Kilobits a second of layer III, by index (ISO/IEC 11172-3 and 13818-3).
_RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLE_RATES: Final = (44_100, 48_000, 32_000)


def is_mp3(head: bytes) -> bool:
    """Whether a file begins as an MPEG layer III file does, with an ID3 tag or at once."""
    return head[:3] == b"ID3" or _frame_length(head[:4]) > 0


def mp3_end(file: BinaryIO, size: int) -> int:
    """Where its Xing header, or else its last frame, says that it ends."""
    file.seek(0)
    head = file.read(10)
    first = 0
    if head[:3] == b"ID3":
        first = 10 + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    file.seek(first)
    frame = file.read(200)
    for name in (b"Xing", b"Info"):
        at = frame.find(name)
        if at >= 0:
            flags = int.from_bytes(frame[at + 4 : at + 8])
            place = at + 8 + 4 * (flags & _XING_HAS_FRAMES)
            return first + int.from_bytes(frame[place : place + 4]) if flags & _XING_HAS_BYTES else size
    return _last_frame_end(file, first, size)


def is_ogg(head: bytes) -> bool:
    """Whether a file begins as an Ogg stream does."""
    return head[:4] == b"OggS"


def ogg_end(file: BinaryIO, size: int) -> int:
    """Where its last page says that it ends (RFC 3533)."""
    begin = max(0, size - _TAIL_BYTES)
    file.seek(begin)
    tail = file.read()
    page = tail.rfind(b"OggS")
    if page < 0 or len(tail) < page + _OGG_HEADER:
        return size
    segments = tail[page + 26]
    lacing = tail[page + _OGG_HEADER : page + _OGG_HEADER + segments]
    return begin + page + _OGG_HEADER + segments + sum(lacing)


def _last_frame_end(file: BinaryIO, first: int, size: int) -> int:
    """Walks from frame to frame; what is no frame (a tag at the end) ends the walk."""
    at, begin, chunk = first, first, b""
    while at + 4 <= size:
        if at + 4 > begin + len(chunk):
            file.seek(at)
            begin, chunk = at, file.read(_CHUNK)
        header = chunk[at - begin : at - begin + 4]
        length = _frame_length(header)
        if not length or header[:3] in _TAGS:
            return size
        at += length
    return at


def _frame_length(header: bytes) -> int:
    """Bytes of the layer III frame with this header; 0 when it is none."""
    if len(header) < 4:
        return 0
    bits = int.from_bytes(header)
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate, sampling, padding = bits >> 12 & 15, bits >> 10 & 3, bits >> 9 & 1
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or not 0 < rate < 15 or sampling == 3:
        return 0
    is_mpeg_1 = version == 3
    kilobits = (_RATES_1 if is_mpeg_1 else _RATES_2)[rate]
    sample_rate = _SAMPLE_RATES[sampling] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if is_mpeg_1 else 72) * kilobits * 1000 // sample_rate + padding
