"""LZF decompression (Marc Lehmann's LibLZF format), in which PCD files are compressed."""


def decompressed(data: bytes | memoryview, size: int) -> bytearray:
    """The `size` bytes that `data` stands for. Raises ValueError when it is damaged."""
    out = bytearray()
    at, end = 0, len(data)
    while at < end and len(out) < size:
        control = data[at]
        at += 1
        if control < 32:
            out += data[at : at + control + 1]
            at += control + 1
            continue
        length = control >> 5
        if length == 7:
            length += data[at]
            at += 1
        back = ((control & 31) << 8 | data[at]) + 1
        at += 1
        begin, length = len(out) - back, length + 2
        if begin < 0:
            raise ValueError("a back reference points before the beginning")
        # A run that overlaps itself repeats what it has just written.
        piece = out[begin : begin + length]
        out += (piece * (length // len(piece) + 1))[:length]
    if len(out) != size:
        raise ValueError("the data end early")
    return out
