"""`crosstie info`: what a project holds, and whether its files are where they were."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from crosstie.app.commands.arguments import JsonOption, ProjectDir
from crosstie.app.commands.terminal import ProgressLine, say, say_json
from crosstie.qa.productivity import Productivity, productivity
from crosstie.qa.summary import Summary, project_summary
from crosstie.schema.records import Actor, SchemaRef
from crosstie.storage import queries, tallies
from crosstie.storage.database import Database, snapshot
from crosstie.storage.media_check import MediaProblem, media_problems
from crosstie.storage.project import reading_project
from crosstie.storage.queries import SampleSummary
from crosstie.storage.waiting import waiting_by_sample


class ProjectInfo(msgspec.Struct, frozen=True):
    """Everything that `crosstie info --json` prints."""

    project: str
    project_id: str
    schema: SchemaRef
    actors: tuple[Actor, ...]
    totals: dict[str, int]
    slices: dict[str, dict[str, int]]
    leftovers: dict[str, int]
    waiting: dict[str, int]
    reviewing: tuple[Productivity, ...]
    samples: tuple[SampleSummary, ...]
    media_problems: tuple[MediaProblem, ...]


def info(directory: ProjectDir, as_json: JsonOption = False) -> int:
    """Tell what a project holds. Exits 1 when a media file was moved or changed."""
    told = _told(directory)
    if as_json:
        say_json(told)
    else:
        _print(told)
    return 1 if told.media_problems else 0


def _told(directory: Path) -> ProjectInfo:
    line = ProgressLine()
    with reading_project(directory) as database, snapshot(database.driver):
        summary: Summary = project_summary(database)
        assets = queries.assets(database.driver)
        actors = queries.actors(database.driver)
        told = ProjectInfo(
            project=str(directory),
            project_id=queries.identity(database.driver).project_id,
            schema=queries.schemas(database.driver)[-1].ref,
            actors=actors,
            totals=summary.totals,
            slices=summary.slices,
            leftovers=tallies.open_leftovers(database),
            waiting=_waiting(database, actors),
            reviewing=productivity(database),
            samples=queries.summaries(database.driver),
            media_problems=(),
        )
    problems = tuple(media_problems(assets, directory, lambda share: line.show("checking media", share)))
    line.clear()
    return msgspec.structs.replace(told, media_problems=problems)


def _waiting(database: Database, actors: Iterable[Actor]) -> dict[str, int]:
    """How many candidates wait for each person, by name."""
    people = (actor for actor in actors if actor.kind == "human")
    counts = {actor.name: sum(waiting_by_sample(database, actor.id).values()) for actor in people}
    return {name: count for name, count in counts.items() if count}


def _print(told: ProjectInfo) -> None:
    say(f"{told.project}: schema {told.schema.id} {told.schema.version}")
    say("  " + ", ".join(f"{count:,} {name}" for name, count in told.totals.items()))
    for name, counts in told.slices.items():
        if any(counts):
            say(
                f"  {name}: " + ", ".join(f"{value or '(none)'} {count:,}" for value, count in counts.items())
            )
    say("  actors: " + ", ".join(f"{actor.name} ({actor.kind})" for actor in told.actors))
    if told.leftovers:
        waiting = ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in told.leftovers.items())
        say(f"  left by schema migrations: {waiting} (`crosstie schema leftovers` lists them)")
    for name, count in told.waiting.items():
        say(f"  link review, {name}: {count:,} candidates wait (Ctrl+L in the window)")
    for one in told.reviewing:
        how = f"accepted {one.accepted:,}, rejected {one.rejected:,}, unsure {one.unsure:,}, "
        how += f"re-aimed {one.re_aimed:,}"
        say(
            f"  link review, {one.actor}: {one.decisions:,} decisions, {one.median_seconds:.1f} s each; {how}"
        )
    for sample in told.samples:
        counted = f"{sample.annotation_count:,} annotations, {sample.link_count:,} links"
        open_problems = f", {sample.open_problems:,} links to decide" if sample.open_problems else ""
        say(f"  sample {sample.id} [{sample.language}]: {counted}{open_problems}")
    for problem in told.media_problems:
        say(f"  MEDIA {problem.line}")
