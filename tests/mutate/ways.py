"""Ways in which a file is spoiled, the same ones for the same seed."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

Random = np.random.Generator
_HEAD: Final = 4096
_HUGE: Final = (
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x00\xff\xff\xff",
    b"\x00" * 4,
)


def flip(content: bytearray, random: Random) -> None:
    """Turns some bits over, half of the times near the beginning, where sizes and counts stand."""
    for _ in range(int(random.choice([1, 2, 8, 64]))):
        content[_place(content, random)] ^= 1 << int(random.integers(8))


def cut(content: bytearray, random: Random) -> None:
    """Breaks it off."""
    del content[int(random.integers(len(content))) :]


def swap(content: bytearray, random: Random) -> None:
    """Lets two stretches change places."""
    length = max(1, int(len(content) * random.choice([0.001, 0.01, 0.2])))
    one, other = (int(random.integers(max(1, len(content) - length))) for _ in range(2))
    first, second = content[one : one + length], content[other : other + length]
    content[one : one + length], content[other : other + length] = second, first


def blow_up(content: bytearray, random: Random) -> None:
    """Writes the largest numbers where a size might stand."""
    for _ in range(int(random.choice([1, 1, 3]))):
        at = _place(content, random)
        content[at : at + 4] = _HUGE[int(random.integers(len(_HUGE)))]


def blow_up_digits(content: bytearray, random: Random) -> None:
    """Makes a number that is written in digits very long: headers of text have such sizes."""
    places = [at for at in range(min(len(content), _HEAD)) if chr(content[at]).isdigit()]
    if places:
        at = int(random.choice(places))
        content[at:at] = b"9" * int(random.choice([3, 9, 40]))


def repeat(content: bytearray, random: Random) -> None:
    """Puts a stretch there twice."""
    at = _place(content, random)
    length = int(random.integers(1, max(2, len(content) // 20)))
    content[at:at] = content[at : at + length]


WAYS: Final[tuple[Callable[[bytearray, Random], None], ...]] = (
    flip, cut, swap, blow_up, blow_up_digits, repeat,
)  # fmt: skip


def spoiled(good: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many spoiled copies of a file, each with what was done to it."""
    for number in range(count):
        random = np.random.default_rng((seed, number))
        way = WAYS[number % len(WAYS)]
        content = bytearray(good)
        way(content, random)
        yield f"{way.__name__} {number}", bytes(content)


def _place(content: bytearray, random: Random) -> int:
    near = random.random() < 0.5
    return int(random.integers(min(len(content), _HEAD) if near else len(content)))
