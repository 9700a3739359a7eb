"""Labels of any kind as whole numbers, without a step of the interpreter for each label."""

from collections.abc import Hashable, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from crosstie.qa.labels import Labels, missing

MOST: Final = 255
"""Distinct labels that are made into codes: each is one byte, and 255 is a label that was not given."""
_STEP: Final = 0x9E3779B97F4A7C15
_WORD: Final = (1 << 64) - 1


class Codes(NamedTuple):
    """Of two lists of labels their numbers, -1 where none was given, and the label of each number."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    names: Sequence[Hashable]


def label_codes(labels_a: Labels, labels_b: Labels) -> Codes | None:
    """Return the codes of two lists of labels; None where there are more than 255 different ones."""
    written: list[NDArray[Any]] = [
        side for side in (labels_a, labels_b) if isinstance(side, np.ndarray) and side.dtype.kind == "U"
    ]
    if len(written) > 1:
        return _of_text(np.concatenate(written), len(labels_a))
    sides = [side.tolist() if isinstance(side, np.ndarray) else side for side in (labels_a, labels_b)]
    names = list(dict.fromkeys((*dict.fromkeys(sides[0]), *dict.fromkeys(sides[1]))))
    given = [label for label in names if not missing(label)]
    if len(given) > MOST:
        return None
    place: dict[Hashable, int] = dict.fromkeys(names, MOST) | {label: at for at, label in enumerate(given)}
    a, b = (_looked_up(side, place) for side in sides)
    return Codes(a, b, given)


def _looked_up(labels: Sequence[Hashable], place: dict[Hashable, int]) -> NDArray[np.int64]:
    """One look-up of all labels; `itemgetter` needs two to give a tuple."""
    found = bytes(itemgetter(*labels)(place)) if len(labels) > 1 else bytes(place[one] for one in labels)
    codes = np.frombuffer(found, np.uint8).astype(np.int64)
    codes[codes == MOST] = -1
    return codes


def _of_text(labels: NDArray[Any], n: int) -> Codes | None:
    """Number text of one width by a hash of its characters, and hold every label against its hash's first."""
    characters = np.ascontiguousarray(labels).view(np.uint32).reshape(len(labels), -1)
    factors = [(_STEP * (2 * at + 1) ** 3 & _WORD) | 1 for at in range(characters.shape[1])]
    hashes = characters.astype(np.uint64) @ np.array(factors, np.uint64)
    encoded = pa.array(hashes).dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    first = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))  # codes are as first seen
    if len(first) > MOST or not (characters == characters[first[codes]]).all():
        return None
    return Codes(codes[:n], codes[n:], labels[first].tolist())
