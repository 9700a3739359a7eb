"""Memory that a decoder and its worker share: one anonymous file, cut into slots.

The file has no name, so nothing is left behind however either process ends. It is sparse: a slot takes
memory only for what was written into it. The decoder chooses the slot for each reply and never one that
an array handed out still refers to, so an array may be kept for as long as it is needed.
"""

import mmap
import os
import tempfile
import weakref
from typing import Final

import numpy as np
import numpy.typing as npt

SLOT_BYTES: Final = 512 << 20
SLOT_COUNT: Final = 8
_WORD_AT: Final = SLOT_BYTES * SLOT_COUNT
OVERFLOW_SLOT: Final = SLOT_COUNT - 1
"""The slot whose arrays are always copied out, for when all others are held."""


def open_shared_file() -> int:
    """A new anonymous sparse file, to be inherited by the worker; returns its descriptor."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("crosstie-pixels")
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    os.ftruncate(descriptor, _WORD_AT + mmap.PAGESIZE)
    return descriptor


def worker_slot(memory: mmap.mmap, slot: int) -> npt.NDArray[np.uint8]:
    """Slot `slot` as the worker writes it."""
    return np.frombuffer(memory, np.uint8, SLOT_BYTES, slot * SLOT_BYTES)


def map_for_worker(descriptor: int) -> mmap.mmap:
    """The shared memory for writing."""
    return mmap.mmap(descriptor, SLOT_BYTES * SLOT_COUNT)


def map_word(descriptor: int) -> npt.NDArray[np.uint64]:
    """The number after the slots: the request whose answer nobody waits for any more."""
    return np.frombuffer(mmap.mmap(descriptor, mmap.PAGESIZE, offset=_WORD_AT), np.uint64, 1)


class SlotPool:
    """The decoder's side: read-only slots, each leased until the last array over it is gone."""

    def __init__(self) -> None:
        self.descriptor = open_shared_file()
        self._memory = mmap.mmap(self.descriptor, SLOT_BYTES * SLOT_COUNT, prot=mmap.PROT_READ)
        self._unwanted = map_word(self.descriptor)
        self._leases: list[weakref.ref[npt.NDArray[np.uint8]] | None] = [None] * SLOT_COUNT

    def free_slot(self) -> int:
        """A slot that no array refers to; the overflow slot where all others are held."""
        for slot in range(OVERFLOW_SLOT):
            lease = self._leases[slot]
            if lease is None or lease() is None:
                return slot
        return OVERFLOW_SLOT

    def lease(self, slot: int) -> npt.NDArray[np.uint8]:
        """The slot's bytes, to be cut into a reply's arrays; the slot stays taken while they live."""
        # Views of views all refer to this one array (NumPy keeps bases flat): it lives as long as they do.
        base = np.frombuffer(self._memory, np.uint8, SLOT_BYTES, slot * SLOT_BYTES)
        self._leases[slot] = weakref.ref(base)
        return base

    def give_up(self, request_id: int) -> None:
        """Tells the worker that nobody waits for a request's answer; safe from any thread."""
        self._unwanted[0] = request_id

    def close(self) -> None:
        """Gives the descriptor back; the memory goes with the last array over it."""
        os.close(self.descriptor)
