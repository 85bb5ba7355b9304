"""A report as one HTML page that needs nothing else: pictures and styles are inside."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2
import numpy as np

from examiner_app.engine.colour_maps import Colour
from examiner_app.engine.pictures import Legend
from examiner_app.engine.report.content import CandidateLayer, ReportContent
from examiner_app.engine.report.images import Picture
from examiner_app.engine.wording import thousands
from examiner_app.resources import resource

_STOPS = 17
_TINT = 0.24
"""How much of a rank's colour lies behind its number: black on it stays readable."""


def render_html(content: ReportContent) -> bytes:
    """Return the report as an HTML file."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resource("report")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    page = environment.get_template("report.html.j2").render(
        report=content,
        layers=[_layer(layer) for layer in content.layers],
        count=thousands(content.count),
        css=css,
        tint=tint,
    )
    return page.encode("utf-8")


def css(colour: Colour) -> str:
    """Return a colour as CSS writes it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def tint(colour: Colour) -> str:
    """Return a colour thinned with white, for the ground behind a number."""
    red, green, blue = (round(255 + (part - 255) * _TINT) for part in colour)
    return css((red, green, blue))


@dataclass(frozen=True, slots=True)
class _Swatch:
    colour: str
    label: str


@dataclass(frozen=True, slots=True)
class _Legend:
    title: str
    low: str
    high: str
    gradient: str
    swatches: tuple[_Swatch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    title: str
    explanation: str
    picture: Picture
    legend: _Legend | None


def _layer(layer: CandidateLayer) -> _Layer:
    legend = None if layer.legend is None else _legend(layer.legend)
    return _Layer(layer.title, layer.explanation, layer.picture, legend)


def _legend(legend: Legend) -> _Legend:
    if isinstance(legend.colours, tuple):
        swatches = tuple(_Swatch(css(colour), label) for colour, label in legend.colours)
        return _Legend(legend.title, "", "", "", swatches)
    places = np.linspace(0, len(legend.colours) - 1, _STOPS).round().astype(int)
    stops = (css((int(r), int(g), int(b))) for r, g, b in legend.colours[places])
    gradient = f"linear-gradient(to right, {', '.join(stops)})"
    return _Legend(legend.title, legend.low, legend.high, gradient, ())
