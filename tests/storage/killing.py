"""Kills a process that is applying edits, again and again, and looks at what it left.

Run as `python -m tests.storage.killing TEMPLATE FOLDER ROUNDS`. Each round forks a child that opens the
project and applies gestures, telling each one that was acknowledged; it is killed at a random moment.
"""

import os
import secrets
import shutil
import signal
import sys
import time
from pathlib import Path

import msgspec

from crosstie.schema.edits import AddAnnotation, Edit, RemoveAnnotation
from crosstie.storage.audit import verify
from crosstie.storage.database import Driver
from crosstie.storage.project import reading_project
from crosstie.storage.store import Store
from tests.storage.projects import ANNA, annotation, only_pass

ROUNDS_PER_PROJECT = 20


class Acknowledged(msgspec.Struct):
    """What a gesture left: annotations that are there now, and those that are not."""

    there: list[str]
    gone: list[str]


def work(root: Path, pipe: int) -> None:
    """Apply gestures of one to four edits for ever, and tell each once the store has acknowledged it."""
    store = Store.open(root, ANNA)
    opened = only_pass(store)
    kept = list(store.load_sample("s1").annotations.values())
    while True:
        added = [annotation(opened) for _ in range(1 + secrets.randbelow(4))]
        gesture: list[Edit] = [AddAnnotation(one) for one in added]
        removed = [kept.pop()] if len(kept) > 40 else []
        gesture += [RemoveAnnotation(one) for one in removed]
        store.apply(gesture, "killing")
        kept = added + kept
        told = Acknowledged([one.id for one in added], [one.id for one in removed])
        os.write(pipe, msgspec.json.encode(told) + b"\n")


def kill_once(root: Path) -> list[Acknowledged]:
    """Let a child work for a random while, kill it, and return what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(root, writing)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as told:
        # One time in eight it is killed before it has told anything, while it opens the project.
        first = told.read(1 << 16) or b"" if secrets.randbelow(8) else b""
        time.sleep(secrets.randbelow(20_000) / 1_000_000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest = b"".join(iter(lambda: told.read(1 << 16) or b"", b""))
    return [msgspec.json.decode(line, type=Acknowledged) for line in (first + rest).splitlines()]


def look_at(root: Path, acknowledged: list[Acknowledged], there: set[str]) -> str:
    """What is wrong with what a killed child left; `there` are the annotations known to stand before it."""
    for gesture in acknowledged:
        there |= set(gesture.there)
        there -= set(gesture.gone)
    with reading_project(root) as database:
        report = verify(database)
        found = {
            row[0] for row in database.driver.execute("SELECT id FROM annotations WHERE sample_id = 's1'")
        }
    if not report.is_sound:
        return report.problems[0].line
    # One gesture may have been committed without being told: at most four annotations more, one less.
    missing, more = there - found, found - there
    if len(missing) > 1 or len(more) > 4 or (missing and not more):
        return f"{len(missing)} acknowledged annotations are missing"
    there |= more
    there -= missing
    return ""


def standing(driver: Driver) -> set[str]:
    """Return the ids of the annotations in the database."""
    return {row[0] for row in driver.execute("SELECT id FROM annotations WHERE sample_id = 's1'")}


def main(template: Path, folder: Path, rounds: int) -> None:
    told = 0
    there: set[str] = set()
    root = folder
    for number in range(rounds):
        if number % ROUNDS_PER_PROJECT == 0:
            root = Path(shutil.copytree(template, folder / str(number)))
            with reading_project(root) as database:
                there = standing(database.driver)
        acknowledged = kill_once(root)
        told += len(acknowledged)
        if problem := look_at(root, acknowledged, there):
            sys.stdout.write(f"kill {number}: {problem}\n")
            return
    sys.stdout.write(f"{rounds} kills, {told} gestures acknowledged, nothing lost\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
