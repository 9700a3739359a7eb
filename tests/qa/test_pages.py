"""Every metric has its page, and what the page shows is what the code gives."""

import doctest
import re
from pathlib import Path

import pytest

from crosstie.qa.registry import METRICS, Metric

PAGES = Path(__file__).parents[2] / "docs" / "qa"
SECTIONS = ["What it says", "What it does not say", "Formula", "Edge cases", "Source", "Example"]
GUIDES = {"comparisons", "findings", "pilot", "plan", "report"}
SLUGS = sorted({metric.page for metric in METRICS.values()})


def text(slug: str) -> str:
    return (PAGES / f"{slug}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS.keys())
def test_a_metric_is_named_on_its_page_and_in_the_index(metric: Metric) -> None:
    heading = text(metric.page).split("## ")[0]
    assert f"`{metric.name}`" in heading
    line = next(line for line in text("README").splitlines() if f"({metric.page}.md)" in line)
    assert f"`{metric.name}`" in line


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_says_all_there_is_to_say(slug: str) -> None:
    parts = re.split(r"^## (.+)$", text(slug), flags=re.MULTILINE)
    assert parts[1::2] == SECTIONS
    assert all(part.strip() for part in parts[2::2])
    assert "Unit:" in parts[0]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_worked_example_is_what_the_code_gives(slug: str) -> None:
    (example,) = re.findall(r"```pycon\n(.+?)```", text(slug), flags=re.DOTALL)
    shown = doctest.DocTestParser().get_doctest(example, {}, slug, f"{slug}.md", 0)
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    result = runner.run(shown, out=told.append)
    assert result.attempted >= 2
    assert result.failed == 0, "".join(told)
    assert any(expected.want for expected in shown.examples)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_example_runs_a_function_of_its_page(slug: str) -> None:
    metrics = [metric for metric in METRICS.values() if metric.page == slug]
    functions = {f.__name__ for m in metrics for f in (m.function, m.finish) if f is not None}
    assert any(f"{name}(" in text(slug) for name in functions)


def test_no_page_is_without_a_metric_and_no_link_without_a_page() -> None:
    written = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    assert written - GUIDES == set(SLUGS)
    for slug in [*SLUGS, *sorted(GUIDES), "README"]:
        links = re.findall(r"\]\(([a-z-]+)\.md\)", text(slug))
        assert set(links) <= written


def test_every_function_says_what_it_does() -> None:
    for metric in METRICS.values():
        functions = [f for f in (metric.function, metric.count, metric.finish) if f is not None]
        assert all(len(f.__doc__ or "") > 40 for f in functions), metric.name


def test_every_guide_is_in_the_index() -> None:
    links = set(re.findall(r"\]\(([a-z-]+)\.md\)", text("README")))
    assert links >= GUIDES
