"""A process that checks passes: `python -P -m crosstie.qa.checking.worker`, lines of JSON in and out."""

import gc
import sys
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from crosstie.qa.checking.one import PassChecker
from crosstie.qa.checking.wire import Answer, Order, Passes
from crosstie.schema.errors import CrosstieError
from crosstie.storage.project import reading_project

_GARBAGE: Final = 100_000


def main() -> None:
    """Answers until nobody asks any more."""
    # A sample's records make no cycles and go when they are done with: looking for some costs a sixth.
    gc.freeze()
    gc.set_threshold(_GARBAGE, 20, 100)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """The first line is an Order, each further one some passes; each of those is answered with one line."""
    first = asked.readline()
    if not first:
        return
    order = msgspec.json.decode(first, type=Order)
    decoder, encoder = msgspec.json.Decoder(Passes), msgspec.json.Encoder()
    try:
        with reading_project(Path(order.root)) as database:
            checker = PassChecker(database, order.rule_id)
            for line in asked:
                answer = Answer(tuple(checker.check(opened) for opened in decoder.decode(line)))
                answers.write(encoder.encode(answer) + b"\n")
                answers.flush()
    except CrosstieError as error:
        answers.write(encoder.encode(Answer(problem=str(error))) + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
