"""`crosstie qa plan`: how many samples to look at again, which ones, and when a batch may go out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from crosstie.app.commands.arguments import ProjectDir
from crosstie.app.commands.qa_files import STANDARD_OUTPUT, JsonFile, require_files, write_json
from crosstie.app.commands.qa_options import JobsOption, gathered
from crosstie.app.commands.qa_words import columns, counted, percent, say_lines, some
from crosstie.app.commands.terminal import ProgressLine

if TYPE_CHECKING:
    from crosstie.qa.plan.making import SamplePlan


class PlanOptions(msgspec.Struct, frozen=True):
    """What `crosstie qa plan` takes."""

    directory: ProjectDir
    margin: Annotated[float, typer.Option(metavar="SHARE", help="How near to the truth: 0.05 is ±5 %.")] = (
        0.05
    )
    confidence: Annotated[float, typer.Option(metavar="SHARE", help="How often that is to hold.")] = 0.95
    of: Annotated[
        str, typer.Option(metavar="samples|labels", help="What the share within the margin is a share of.")
    ] = "samples"
    icc: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="How alike the labels of one sample are; by default as in this project.",
            show_default=False,
        ),
    ] = None
    floor: Annotated[int, typer.Option(metavar="N", help="Samples of each stratum at least.")] = 30
    seed: Annotated[int, typer.Option(metavar="N", help="Another number draws other samples.")] = 1
    blind_share: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of all samples to label blind.")
    ] = 0.1
    second_share: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of each stratum to review again at least.")
    ] = 0.0
    overlap: Annotated[
        int, typer.Option(metavar="N", help="Gold samples of each language in every batch; 30 at least.")
    ] = 30
    gate: Annotated[
        float, typer.Option(metavar="AQL", help="Acceptable share of bad samples, of ISO 2859-1.")
    ] = 0.01
    json_file: JsonFile = ""
    jobs: JobsOption = 0


def run_plan(told: PlanOptions) -> int:
    """Plan a review: samples by language, modalities and risk, blind passes, overlap sets, a gate.

    Samples are drawn by the seed and their ids, so the same plan comes out wherever it is made. The JSON
    names every sample.
    """
    # NumPy and SciPy, which no other command should wait for.
    from crosstie.qa.errors import QualityInvalid
    from crosstie.qa.plan.asked import Asked
    from crosstie.qa.plan.making import make_plan

    if told.of not in ("samples", "labels"):
        raise QualityInvalid(f"--of {told.of}: name samples or labels")
    require_files(told.directory, {"--json": told.json_file})
    asked = Asked(
        margin=told.margin,
        confidence=told.confidence,
        of="labels" if told.of == "labels" else "samples",
        icc=told.icc,
        floor=told.floor,
        seed=told.seed,
        blind_share=told.blind_share,
        second_share=told.second_share,
        overlap=told.overlap,
        aql=told.gate,
    )
    line = ProgressLine()
    try:
        made = make_plan(
            told.directory, asked, told.jobs, lambda share: line.show("judging the rules", share)
        )
    finally:
        line.clear()
    if told.json_file != STANDARD_OUTPUT:
        say_lines(_lines(made))
    if told.json_file:
        write_json(told.json_file, made)
    return 0


plan = gathered(PlanOptions, run_plan)


def _lines(plan: "SamplePlan") -> Iterator[str]:
    yield f"{plan.project}: {counted(plan.samples, 'sample')}, {plan.checked:,} with labels under rules"
    yield from ("", *_how_many(plan))
    yield from ("", *_strata(plan))
    yield from ("", *_blind(plan), *_overlap(plan))
    yield from ("", *_gates(plan))
    yield from ("", "Assumed", *(f"  {line}" for line in plan.assumed))


def _how_many(plan: "SamplePlan") -> Iterator[str]:
    needed, asked = plan.needed, plan.asked
    yield f"How many, for ±{percent(asked.margin)} with {percent(asked.confidence, 0)} confidence"
    mark = {one: "→ " if asked.of == one else "  " for one in ("samples", "labels")}
    of_all = f"{needed.unlimited:,} in a large project"
    yield f"{mark['samples']}a share of samples: {counted(needed.for_samples, 'sample')} ({of_all})"
    if needed.for_labels is None or needed.design_effect is None:
        yield f"{mark['labels']}a share of labels: not to be told before rules have judged some"
    else:
        labels = f"{needed.unlimited * needed.design_effect:,.0f} labels in a large project"
        how = (
            f"design effect {needed.design_effect:.2f} = 1 + ({needed.m_weighted:.1f} - 1) × {needed.icc:.2f}"
        )
        yield f"{mark['labels']}a share of labels:  {counted(needed.for_labels, 'sample')} ({labels}, {how})"
    if plan.chosen > plan.planned:
        yield f"  with {plan.asked.floor} of each stratum, or all it has: {counted(plan.chosen, 'sample')}"


def _strata(plan: "SamplePlan") -> Iterator[str]:
    yield f"Review again: {counted(plan.chosen, 'sample')}, drawn with seed {plan.asked.seed}"
    rows = [("language", "modalities", "rule risk", "samples", "review", "± alone")]
    for one in plan.strata:
        risk = one.risk_band if one.risk is None else f"{one.risk_band} ({percent(one.risk, 0)})"
        held = (f"{one.samples:,}", f"{one.chosen:,}", percent(one.margin))
        rows.append((one.language, " + ".join(one.modalities) or "(none)", risk, *held))
    yield from columns(rows, (False, False, False, True, True, True))
    worst = sorted(
        (item for item in plan.rules.items() if item[1].broken),
        key=lambda item: -item[1].broken / (item[1].kept + item[1].broken),
    )
    told = [f"{name} {percent(one.broken / (one.kept + one.broken), 0)}" for name, one in worst]
    if told:
        yield f"  broken most often: {some(told)}"


def _blind(plan: "SamplePlan") -> Iterator[str]:
    share = percent(plan.asked.blind_share, 0)
    names = f": {some(plan.blind)}" if plan.blind else ""
    yield f"Blind passes ({share}): {counted(len(plan.blind), 'sample')}{names}"


def _overlap(plan: "SamplePlan") -> Iterator[str]:
    yield f"Overlap set: {plan.asked.overlap} gold samples of each language, the same in every batch, unnamed"
    for one in plan.overlap:
        into = some([batch or "(no batch)" for batch in one.batches])
        found = f"  {one.language}: {len(one.sample_ids)} into {into}"
        if not one.missing:
            yield found
            continue
        lacking = f"{found}; {one.missing} more need gold"
        yield f"{lacking}, such as {some(one.to_make_gold)}" if one.to_make_gold else lacking


def _gates(plan: "SamplePlan") -> Iterator[str]:
    yield "Gate: a batch may go out when at most so many of its samples fail"
    rows = [("", "check", "may fail", "for")]
    rows += [(one.name, str(one.n), str(one.c), one.why) for one in plan.gates]
    yield from columns(rows, (False, True, True, False))
    yield "  How likely a batch is accepted, by its true share of bad samples:"
    header = ("bad", *(one.name for one in plan.gates))
    curve = [
        (percent(rate, 2 if rate * 1000 % 1 else 1), *(percent(one.accepted[i]) for one in plan.gates))
        for i, rate in enumerate(plan.rates)
    ]
    yield from columns([header, *curve], (True,) * len(header))
