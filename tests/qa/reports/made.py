"""Reports made by hand: every part is there, and one in which every name is hostile."""

from collections.abc import Mapping

import msgspec

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
from crosstie.qa.study.numbers import TOLD
from crosstie.qa.study.row import Comparison, Facet

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&<b>"
SCRIPTS = {
    "th": "ผู้พูดกล่าวถึงรถที่เลี้ยว",
    "km": "ក្រុមហ៊ុនខ្មែរ",
    "vi": "chiếc xe tải trắng",
    "zh": "简体中文车辆",
    "ja": "日本語の車両ラベル",
}
LANGUAGES = {"vi": 140, "th": 120, "km": 95, "lo": 17}
_TOLD = {told.name: (metric, told) for metric, numbers in TOLD.items() for told in numbers}


def behind(*names: str) -> tuple[Behind, ...]:
    return tuple(Behind(0.5 - at / 100, name, ("a", "b")) for at, name in enumerate(names))


def figure(
    comparison: Comparison,
    name: str,
    value: float | None,
    n: int,
    *,
    of: tuple[Facet, str] = ("", ""),
    by: Mapping[Dimension, str] | None = None,
    against: tuple[float, float] | None = None,
) -> Figure:
    """A figure; `against` is the rest and the adjusted p."""
    metric, told = _TOLD[name]
    status = "ok" if value is not None else "no_instances"
    low, high = (None, None) if value is None else (value - 0.04, min(value + 0.04, 1.0))
    ci = Interval(low, high, 0.95, "Wilson", "ok" if n >= 10 else "too_few_clusters", n, float(n))
    parts = [comparison, name, *([f"{of[0]}={of[1]}"] if of[0] else [])]
    parts += [f"{key}={text}" for key, text in (by or {}).items()]
    rest, p = against or (None, None)
    return Figure(
        "/".join(parts), comparison, metric, name, told.title, told.page, told.better, value, status, n,
        4 * n, ci, *of, dict(by or {}), rest, p, behind=behind("drive-0001", "drive-0002"),
    )  # fmt: skip


def figures(rule: str, link: str, pair: str) -> tuple[Figure, ...]:
    whole = msgspec.structs.replace(figure("agreement", "class_kappa", 0.88, 210), leave_one_out={pair: 0.86})
    return (
        figure("settled", "consistency", 0.846, 500),
        figure("accuracy", "link_f1", 0.742, 500),
        figure("accuracy", "link_f1_conditional", 0.801, 500),
        figure("accuracy", "label_f1", 0.941, 500),
        figure("agreement", "hota", None, 0),
        whole,
        figure("agreement", "label_f1", 0.93, 90, of=("modality", "video")),
        figure("agreement", "label_f1", 0.8, 90, of=("modality", "audio")),
        figure("accuracy", "link_f1", 0.7, 400, of=("link_type", link)),
        *(
            figure("accuracy", "link_f1", 0.58 if name == "km" else 0.75, n, by={"language": name},
                   against=(0.75, 0.0008 if name == "km" else 0.7))
            for name, n in LANGUAGES.items()
        ),
        figure("settled", "consistency", 0.86, 62, by={"batch": "b-1"}, against=(0.9, 0.6)),
        figure("settled", "consistency", 0.97, 480, of=("rule", rule)),
        figure("bias", "anchoring_wrong", 0.312, 240),
        figure("bias", "anchoring_right", 0.083, 240),
        figure("model", "label_f1", 0.84, 500, of=("maker", "yolo")),
        figure("agreement", "class_kappa", 0.9, 7, by={"annotators": pair}, against=(0.88, 0.4)),
        figure("team", "co_label_other", 0.142, 160),
    )  # fmt: skip


def report(name: str = "survey", *, quiet: bool = False, named: str = "") -> Report:
    """A report with every part. `named` stands in every name that comes from data."""
    word = named or "van"
    points = tuple(
        ChartPoint(f"{named}b-{at}", 50, 60, rate, 0.82, 0.98, 0.9, 0.87, 0.93, rate < 0.82)
        for at, rate in enumerate((0.91, 0.9, 0.7))
    )
    found = Finding("links", f"Links of {word} are wrong.", f"{word} most.", 0.199, 0.0001,
                    ("accuracy/link_f1", "accuracy/label_f1"), behind(f"{named}drive-0001"))  # fmt: skip
    contents = Contents(500, {"blind": 240, "gold": 500}, LANGUAGES, {"b-1": 62}, {word: 160},
                        (f"driving {named}",), {"r": word, "l": word, "c": word})  # fmt: skip
    return Report(
        named or name,
        "2026-11-23T14:05:00Z",
        contents,
        () if quiet else (found,),
        figures("r", "l", f"An + {named or 'Bo'}"),
        (Chart("class_same", "Class, observed agreement", word, 0.9, True, points),),
        tuple(Confusion(word, "hanoi", "c", f"{named}b-{at}", 40, 0.1 * at, "c") for at in range(3)),
        (Divergence(word, "hanoi", 0.0312, 0.0009, 0.0041, True, 160),),
        behind(f"{named}drive-0007", "drive-0008"),
        (Warned(f"left out: {named}", 3, (f"{named}drive-0009",)),),
        {"numpy": "2.4"},
    )
