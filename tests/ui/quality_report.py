"""A report made by hand, and a process that answers with it as the one does that counts."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from crosstie.app.quality.wire import Said
from crosstie.qa import status as said
from crosstie.qa.charts.series import ChartPoint
from crosstie.qa.reports.report import (
    Behind,
    Chart,
    Confusion,
    Contents,
    Dimension,
    Divergence,
    Figure,
    Finding,
    Report,
    Warned,
)
from crosstie.qa.result import Interval
from crosstie.qa.study.row import Comparison, Facet

LANGUAGES: Final = ("en", "km", "th", "vi")
NUMBERS: Final = (
    ("link_prf", "link_f1", "Link F1", 0.91),
    ("link_prf", "link_precision", "Link precision", 0.93),
    ("link_prf", "link_recall", "Link recall", 0.89),
    ("link_prf", "link_f1_conditional", "Link F1 where both ends were found", 0.95),
    ("link_prf", "endpoint_recall", "Link ends found", 0.94),
    ("matched_f1", "label_f1", "Labels found in place, F1", 0.88),
    ("matched_f1", "mean_iou", "Overlap of labels found, mean IoU", 0.84),
    ("class_agreement", "class_kappa", "Class, Cohen's kappa", 0.81),
    ("cer_grapheme", "cer", "Written text, character error rate", 0.06),
    ("coreference", "entity_conll", "Entities across modalities, CoNLL F1", 0.86),
)
_NAMES: Final = {
    "l_about": "about",
    "l_same": "same object",
    "l_mentions": "mentions",
    "r_row": "Every row names its vehicle",
    "c_vehicle": "vehicle",
    "c_person": "person",
    "c_speech": "speech",
    "c_noise": "noise",
    "video": "video",
    "audio": "audio",
}


def figure(
    number: tuple[str, str, str, float | None],
    behind: Sequence[Behind] = (),
    by: dict[Dimension, str] | None = None,
    part: tuple[Facet, str] = ("", ""),
    *,
    n: int = 40,
    comparison: Comparison = "agreement",
    worse: bool = False,
) -> Figure:
    """A figure with an interval; without a number there is nothing of the kind."""
    metric, name, title, value = number
    ci = None
    if value is not None:
        wide = 0.5 / n**0.5
        status = said.OK if n >= 10 else said.TOO_FEW_CLUSTERS
        ci = Interval(max(value - wide, 0.0), min(value + wide * 0.6, 1.0), status=status, n_clusters=n)
    where = "/".join(f"{key}={one}" for key, one in (by or {}).items())
    facet, of = part
    return Figure(
        f"{comparison}/{name}/{facet}={of}/{where}",
        comparison,
        metric,
        name,
        title,
        "links",
        "lower" if name == "cer" else "higher",
        value,
        said.OK if value is not None else said.NO_INSTANCES,
        n,
        n * 7,
        ci,
        facet,
        of,
        by or {},
        rest=None if not by else 0.92,
        p_adjusted=0.0008 if worse else None,
        behind=tuple(behind),
    )


_PARTS: Final[tuple[tuple[Facet, str], ...]] = (
    ("modality", "video"),
    ("modality", "audio"),
    ("link_type", "l_about"),
    ("link_type", "l_same"),
    ("link_type", "l_mentions"),
)


def report(samples: Sequence[str]) -> Report:
    """A report of four languages, in one of which links are worse; `samples` stand behind its figures."""
    behind = tuple(Behind(float(len(samples) - at), key) for at, key in enumerate(samples))
    figures = [figure(("cross_modal_consistency", "consistency", "Cross-modal consistency", 0.93), behind)]
    figures[0] = msgspec.structs.replace(figures[0], comparison="settled")
    figures += [figure(one, behind, n=160) for one in NUMBERS]
    for language in LANGUAGES:
        figures += _of_language(language, behind)
    for metric, name, title, value in NUMBERS[:5]:
        figures += [
            figure((metric, name, title, value - at / 50), behind, part=part)
            for at, part in enumerate(_PARTS)
        ]
    people: dict[Dimension, str] = {"annotators": "An × Bình"}
    figures += [figure(one, behind, people) for one in NUMBERS]
    return Report(
        "demo",
        "2026-11-23T09:30:00+00:00",
        Contents(
            160, {"assisted": 320, "gold": 40}, dict.fromkeys(LANGUAGES, 40), {}, {}, ("street",), _NAMES
        ),
        (
            Finding(
                "links",
                "In Thai every third link between page and text is wrong, though both its ends are found.",
                "Link F1 0.61 against 0.92 elsewhere; ends found 0.94; adjusted p < 0.001",
                0.31,
                0.0008,
                (),
                behind[:2],
            ),
        ),
        tuple(figures),
        (_chart("Bangkok", 12), _chart("Hanoi", 0)),
        tuple(_confusions()),
        (Divergence("Hanoi", "Bangkok", 0.041, 0.002, 0.011, True, 60),),
        behind,
        (Warned("Passes under schema street 1.1.0 were left out: migrate them", 3, ("a", "b", "c")),),
    )


def _of_language(language: str, behind: Sequence[Behind]) -> list[Figure]:
    made = []
    for metric, name, title, value in NUMBERS:
        bad = language == "th" and name.startswith("link") and name != "link_f1_conditional"
        few = 6 if language == "km" else 40
        gone = language == "km" and name in ("cer", "entity_conll")
        told = None if gone else value - (0.3 if bad else 0)
        by: dict[Dimension, str] = {"language": language}
        made.append(figure((metric, name, title, told), behind, by, n=few, worse=bad))
    return made


def _chart(pod: str, out_from: int) -> Chart:
    points = []
    for at in range(18):
        bad = bool(out_from) and at >= out_from
        rate = 0.06 + (at % 3) * 0.01 + (0.12 if bad else 0)
        moving = 0.07 + (0.09 if bad else 0)
        points.append(
            ChartPoint(f"b{at + 1:02}", round(rate * 200), 200, rate, 0.02, 0.13, moving, 0.05, 0.10, bad)
        )
    return Chart(
        "link_other", "Links that are not as in gold", pod, 0.07, phase_one=True, points=tuple(points)
    )


def _confusions() -> list[Confusion]:
    made = []
    for at, key in enumerate(("c_vehicle", "c_person", "c_speech", "c_noise")):
        for batch in ("", "b01", "b02", "b03", "b04", "b05"):
            late = key == "c_noise" and batch >= "b04"
            share = None if key == "c_speech" and batch == "b02" else 0.02 * at + (0.3 if late else 0)
            made.append(Confusion("Hanoi", "Bangkok", key, batch, 120, share, "c_speech"))
    return made


def answering(folder: Path, lines: Sequence[Said], code: str = "") -> tuple[str, ...]:
    """A command that reads its order, answers with these lines, and does what `code` says."""
    folder.mkdir(exist_ok=True)
    answers = folder / "answers"
    answers.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in lines))
    script = folder / "process.py"
    script.write_text(
        "import os, signal, sys, time\n"
        "sys.stdin.buffer.readline()\n"
        f"sys.stdout.buffer.write(open({str(answers)!r}, 'rb').read())\n"
        f"sys.stdout.buffer.flush()\n{code}\n",
        encoding="utf-8",
    )
    return (sys.executable, "-P", str(script))
