"""A process that counts samples: `python -P -m crosstie.qa.study.worker`, lines of JSON in and out."""

import gc
import sys
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from crosstie.qa.study.running_chunks import Chunk
from crosstie.qa.study.running_part import Answer, Counting, Order
from crosstie.qa.study.tally_wire import encode
from crosstie.schema.errors import CrosstieError
from crosstie.storage.project import reading_project

_GARBAGE: Final = 100_000


def main() -> None:
    """Answers until nobody asks any more."""
    # Sums make no cycles and go when they are done with: looking for some costs a sixth.
    gc.freeze()
    gc.set_threshold(_GARBAGE, 20, 100)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """The first line is an Order, each further one a chunk; an empty chunk asks for the tally."""
    first = asked.readline()
    if not first:
        return
    order = msgspec.json.decode(first, type=Order)
    decoder = msgspec.json.Decoder(Chunk)
    try:
        with reading_project(Path(order.root)) as database:
            counting = Counting(database, order)
            for line in asked:
                chunk = decoder.decode(line)
                if chunk:
                    counting.count(chunk)
                _say(answers, Answer(len(chunk)) if chunk else Answer(tally=encode(counting.tally)))
    except CrosstieError as error:
        _say(answers, Answer(problem=str(error)))


def _say(answers: BinaryIO, answer: Answer) -> None:
    answers.write(msgspec.json.encode(answer) + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
