"""Charts drawn without a screen: SVG for the page, PDF for paper, and the library that draws them alive."""

import re
from functools import cache
from typing import Final

import vl_convert

from crosstie.qa.reports.charts import Drawn
from crosstie.qa.reports.html_tags import Markup, trusted

VEGA_LITE: Final = "6.4"
_GIVE: Final = "window.vegaEmbed = vegaEmbed;"
PAPER: Final = {
    "text": "#1A212B",
    "quiet": "#55606E",
    "line": "#D3DAE3",
    "bad": "#C22B2B",
    "series-1": "#0072B2",
    "series-2": "#B8470B",
    "series-3": "#007A5A",
    "series-4": "#A0518B",
    "series-5": "#7A6400",
}
"""The light colours of the page (page.css), for what cannot hold variables."""
_VARIABLE: Final = re.compile(r"var\(--([a-z0-9-]+)\)")


def chart_svg(drawn: Drawn) -> Markup:
    """Draw a chart as SVG that follows the page's colours. What it says is escaped by Vega."""
    svg = vl_convert.vegalite_to_svg(drawn.spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    return trusted(svg)


def chart_pdf(drawn: Drawn) -> bytes:
    """Draw a chart as a PDF page of its own size, in the light colours."""
    return vl_convert.svg_to_pdf(_VARIABLE.sub(lambda found: PAPER[found[1]], chart_svg(drawn)))


@cache
def library() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script (BSD 3-clause) that gives `vegaEmbed`."""
    return vl_convert.javascript_bundle(_GIVE, vl_version=VEGA_LITE)
