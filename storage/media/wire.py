"""The bytes between a decoder and its worker: length-prefixed MessagePack, arrays in shared memory.

A message is a 4-byte little-endian length and as many bytes. Arrays do not travel in it: they are laid
into a slot of the shared memory, and the message says where (offset, shape, dtype).
"""

import struct
from collections.abc import Callable
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.schema.records import MediaFacts
from crosstie.storage.media.queries import Answered, OpenAsset, Query, Reply

HEADER: Final = struct.Struct("<I")
MAX_MESSAGE_BYTES: Final = 256 << 20
_ALIGNMENT: Final = 64
_DTYPES: Final = frozenset({"|u1", "<f4", "<u4", "<i8"})


class Opened(msgspec.Struct, frozen=True, tag_field="reply", tag="opened"):
    """An asset was opened."""


class Dropped(msgspec.Struct, frozen=True, tag_field="reply", tag="dropped"):
    """There is no answer, because a newer question overtook this one."""


class Facts(msgspec.Struct, frozen=True, tag_field="reply", tag="facts"):
    """MediaFacts on the wire, where every reply carries its name."""

    facts: MediaFacts


class Request(msgspec.Struct, frozen=True):
    """One question; the reply's arrays go into slot `slot`."""

    id: int
    slot: int
    query: OpenAsset | Query


WireReply = Answered | Facts | Opened | Dropped


class Response(msgspec.Struct, frozen=True):
    """An answer to request `id`: Progress any number of times, then one other reply."""

    id: int
    reply: WireReply


class SlotWriter:
    """Lays arrays one after the other into a slot of shared memory."""

    def __init__(self, slot: npt.NDArray[np.uint8]) -> None:
        self._slot = slot
        self._used = 0

    def put(self, array: object) -> list[object]:
        """Copies an array; returns where it lies. Raises MemoryError when the slot is full."""
        if not isinstance(array, np.ndarray):
            raise NotImplementedError(f"{type(array).__name__} does not travel between processes")
        begin = -(-self._used // _ALIGNMENT) * _ALIGNMENT
        if begin + array.nbytes > self._slot.nbytes:
            raise MemoryError("the picture or point cloud is too large to be shown")
        target = self._slot[begin : begin + array.nbytes].view(array.dtype).reshape(array.shape)
        np.copyto(target, array)
        self._used = begin + array.nbytes
        return [begin, list(array.shape), array.dtype.str]


def encode_request(request: Request) -> bytes:
    """A request as one framed message."""
    return _framed(msgspec.msgpack.encode(request))


def decode_request(payload: bytes) -> Request:
    """The request in a message's payload. Raises msgspec.MsgspecError when it is none."""
    return msgspec.msgpack.decode(payload, type=Request)


def encode_response(request_id: int, reply: Reply | Opened | Dropped, slot: npt.NDArray[np.uint8]) -> bytes:
    """A response as one framed message, its arrays laid into `slot`."""
    named: WireReply = Facts(reply) if isinstance(reply, MediaFacts) else reply
    return _framed(msgspec.msgpack.encode(Response(request_id, named), enc_hook=SlotWriter(slot).put))


def decode_response(
    payload: bytes, slot: npt.NDArray[np.uint8], *, private: bool = False
) -> tuple[int, Reply | Opened | Dropped]:
    """The response in a message's payload, its arrays views of `slot`, or `private` copies.

    The worker handles untrusted files, so what it says is checked. Raises msgspec.MsgspecError when
    the message is malformed or points outside the slot.
    """
    response = msgspec.msgpack.decode(payload, type=Response, dec_hook=_array_view(slot, private))
    reply = response.reply
    return response.id, reply.facts if isinstance(reply, Facts) else reply


def _array_view(slot: npt.NDArray[np.uint8], private: bool) -> Callable[[type, Any], Any]:
    def view(_: type, where: object) -> npt.NDArray[Any]:
        begin, shape, dtype_name = msgspec.convert(where, tuple[int, tuple[int, ...], str])
        if dtype_name not in _DTYPES or begin < 0 or min(shape, default=0) < 0:
            raise msgspec.ValidationError("an array of the worker is malformed")
        dtype = np.dtype(dtype_name)
        size = dtype.itemsize
        for length in shape:
            size *= length
        if begin + size > slot.nbytes:
            raise msgspec.ValidationError("an array of the worker lies outside its slot")
        array = slot[begin : begin + size].view(dtype).reshape(shape)
        return array.copy() if private else array

    return view


def _framed(payload: bytes) -> bytes:
    return HEADER.pack(len(payload)) + payload
