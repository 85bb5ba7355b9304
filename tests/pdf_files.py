"""Small PDF files, as a report might be."""

from __future__ import annotations

import io

from reportlab.lib.colors import toColor
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)


def make_pdf(*colours: str) -> bytes:
    """Return a PDF with one page of A4 for each colour, all over."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    for colour in colours:
        canvas.setFillColor(toColor(colour))
        canvas.rect(-10, -10, A4[0] + 20, A4[1] + 20, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return data.getvalue()
