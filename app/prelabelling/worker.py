"""A worker process that runs makers on samples: an order on standard input, then a sample's id a line.

Run as `python -P -m crosstie.app.prelabelling.worker`; each sample is answered with one line of JSON. The
process ends when its standard input does.
"""

import signal
import sys
from typing import BinaryIO

import msgspec

from crosstie.app.prelabelling.desk import Desk
from crosstie.app.prelabelling.found import Order, SampleFound
from crosstie.schema.errors import CrosstieError


def main(orders: BinaryIO, answers: BinaryIO) -> None:
    """Serves until there are no more samples."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    order = msgspec.json.decode(orders.readline(), type=Order)
    with Desk(order) as desk:
        for line in orders:
            sample_id = msgspec.json.decode(line, type=str)
            answers.write(msgspec.json.encode(answered(desk, sample_id)) + b"\n")
            answers.flush()


def answered(desk: Desk, sample_id: str) -> SampleFound:
    """What the makers made of a sample; what stops them on one does not stop the others."""
    try:
        return desk.run(sample_id)
    except CrosstieError as error:
        return SampleFound(sample_id, failure=str(error))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
