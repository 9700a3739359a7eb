"""When each edit of a sample was made, for how long work took."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import bindparam, select

from crosstie.storage import tables
from crosstie.storage.database import Driver
from crosstie.storage.errors import StoreFailed
from crosstie.storage.hybrid_clock import HybridTime
from crosstie.storage.rows import sql


class Moment(NamedTuple):
    """One op: the pass that it opened or wrote into (empty for none), its gesture, and milliseconds since
    1970 on its device's clock.
    """

    pass_id: str
    gesture_id: str
    wall_ms: int


class _Timed(msgspec.Struct):
    """Of an op, what tells when and where."""

    pass_id: str
    gesture_id: str
    hlc: HybridTime


_O, _P = tables.OPS.c, tables.PASSES.c
_OPS: Final = sql(
    select(_O.entry, _P.id)
    .outerjoin_from(tables.OPS, tables.PASSES, (_P.sample_id == _O.sample_id) & (_P.id == _O.record_id))
    .where(_O.sample_id == bindparam("sample_id"))
    .order_by(_O.sample_seq)
)
_TIMED: Final = msgspec.json.Decoder(_Timed)


def moments(driver: Driver, sample_id: str) -> Iterator[Moment]:
    """The ops of a sample in their order. Raises StoreFailed for one that is no op."""
    try:
        for entry, opened in driver.execute(_OPS, (sample_id,)):
            timed = _TIMED.decode(entry)
            yield Moment(timed.pass_id or opened or "", timed.gesture_id, timed.hlc.wall_ms)
    except msgspec.MsgspecError as error:
        raise StoreFailed(f"an entry of {sample_id} cannot be read; run `crosstie audit verify`") from error
