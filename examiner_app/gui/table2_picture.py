"""Table 2 as a picture of its own: for letters and slides, so on a light ground in every theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from examiner_app.gui import ranks
from examiner_app.gui.images import fit
from examiner_app.gui.ranks import FUSED, SORT_KEYS
from examiner_app.gui.theme import LIGHT, SIZES, font, metrics
from examiner_app.gui.widgets.rank_pill import paint_ground
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark

SCALE: Final = 2
"""Pixels of the picture for one of the layout: it is to be sharp in print."""

EDGE, NAMES, COLUMN, ROW = 24, 150, 108, 26
PAPER_SIDE: Final = 84
_TITLE: Final = 62
_HEAD: Final = PAPER_SIDE + 46
_FOOT: Final = 44
_LEAST_WIDTH: Final = 680
_SWATCH: Final = 58

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, eq=False)
class Table2Content:
    """What Table 2 holds at one moment.

    Attributes:
        candidate: Name of the candidate.
        image: The candidate.
        register: Name of the register.
        count: Marks in it.
        date: When it was searched, as a date.
        marks: The pinned marks.
        found: Exact ranks by method and row in the register; missing ones are not in it.
        sorted_by: The method that the matches are sorted by.
    """

    candidate: str
    image: QImage
    register: str
    count: int
    date: str
    marks: tuple[Mark, ...]
    found: Mapping[tuple[str, int], int]
    sorted_by: str | None


def table2_image(content: Table2Content, thumbnails: Mapping[int, QImage]) -> QImage:
    """Paint Table 2.

    Args:
        content: Its ranks and title.
        thumbnails: Pictures of the marks by row in the register; missing ones leave white paper.
    """
    width = max(_LEAST_WIDTH, 2 * EDGE + NAMES + COLUMN * len(content.marks))
    height = 2 * EDGE + _TITLE + _HEAD + ROW * len(SORT_KEYS) + _FOOT
    image = QImage(QSize(width, height) * SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _title(painter, content, width)
    top = EDGE + _TITLE
    _picture(painter, QRect(EDGE, top, NAMES - 16, PAPER_SIDE), content.image, LIGHT.accent)
    _text(painter, QRect(EDGE, top + PAPER_SIDE + 2, NAMES - 16, 18), tr("Candidate"), strong=True)
    for column, mark in enumerate(content.marks):
        _head(painter, QRect(_across(column), top, COLUMN, _HEAD), mark, thumbnails)
    for row, key in enumerate(SORT_KEYS):
        _row(painter, content, key, top + _HEAD + row * ROW)
    _scale(painter, content.count, top + _HEAD + ROW * len(SORT_KEYS) + 20)
    painter.end()
    return image


def _across(column: int) -> int:
    return EDGE + NAMES + column * COLUMN


def _title(painter: QPainter, content: Table2Content, width: int) -> None:
    room = width - 2 * EDGE
    _pen(painter, LIGHT.text, SIZES.title, QFont.Weight.DemiBold)
    title = trn(
        "Table 2: ranks of one mark for {candidate}",
        "Table 2: ranks of {count} marks for {candidate}",
        len(content.marks),
        candidate=content.candidate,
    )
    elided = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(EDGE, EDGE - 6, room, 26), _LEFT, elided)
    _pen(painter, LIGHT.soft, SIZES.body)
    below = tr(
        "{register}, {count} marks, {date}",
        register=content.register,
        count=ranks.exact(content.count),
        date=content.date,
    )
    elided = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(EDGE, EDGE + 20, room, 20), _LEFT, elided)


def _head(painter: QPainter, place: QRect, mark: Mark, thumbnails: Mapping[int, QImage]) -> None:
    paper = QRect(place.left() + 5, place.top(), place.width() - 10, PAPER_SIDE)
    _picture(painter, paper, thumbnails.get(mark.index, QImage()), LIGHT.line_strong)
    line = QRect(place.left() + 4, paper.bottom() + 3, place.width() - 8, 18)
    _text(painter, line, mark.words or mark.id, strong=True)
    if mark.words:
        _text(painter, line.translated(0, 17), mark.id)


def _picture(painter: QPainter, paper: QRect, image: QImage, edge: str) -> None:
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(QColor("white"))
    painter.drawRoundedRect(paper, 4, 4)
    if not image.isNull():
        place = fit(image.size(), paper.adjusted(5, 5, -5, -5))
        wanted = place.size() * SCALE
        # Qt's painting shrinks by a half at most without dropping pixels.
        small = image.scaled(
            wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(place, small)


def _text(painter: QPainter, place: QRect, text: str, *, strong: bool = False) -> None:
    weight = QFont.Weight.Medium if strong else QFont.Weight.Normal
    _pen(painter, LIGHT.text if strong else LIGHT.soft, SIZES.caption, weight)
    measures = metrics(SIZES.caption, weight)
    shown = measures.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, _CENTRE, shown)


def _row(painter: QPainter, content: Table2Content, key: str, top: int) -> None:
    if key == FUSED:
        painter.setPen(QPen(QColor(LIGHT.line_strong), 1))
        painter.drawLine(EDGE, top, _across(len(content.marks)), top)
    chosen = key == content.sorted_by
    weight = QFont.Weight.DemiBold if chosen else QFont.Weight.Normal
    _pen(painter, LIGHT.text, SIZES.body, weight)
    painter.drawText(QRect(EDGE, top, NAMES - 16, ROW), _RIGHT, ranks.rank_name(key))
    for column, mark in enumerate(content.marks):
        rank = content.found.get((key, mark.index))
        pill = QRect(_across(column), top, COLUMN, ROW).adjusted(5, 2, -5, -2)
        if rank is not None:
            paint_ground(painter, pill, rank, content.count, dark=False)
        _pen(painter, LIGHT.text if rank is not None else LIGHT.soft, SIZES.body, weight)
        painter.drawText(pill, _CENTRE, "–" if rank is None else ranks.exact(rank))


def _scale(painter: QPainter, count: int, top: int) -> None:
    """Say what the colours mean: without it they are decoration."""
    _pen(painter, LIGHT.soft, SIZES.caption)
    painter.drawText(QRect(EDGE, top, NAMES - 16, 20), _RIGHT, tr("Colours of ranks"))
    for place, rank in enumerate(scale_ranks(count)):
        pill = QRect(EDGE + NAMES + 5 + place * _SWATCH, top, _SWATCH - 6, 20)
        paint_ground(painter, pill, rank, count, dark=False)
        _pen(painter, LIGHT.text, SIZES.caption)
        painter.drawText(pill, _CENTRE, ranks.exact(rank))


def scale_ranks(count: int) -> list[int]:
    """Return the ranks whose colours are explained: powers of ten, and the last."""
    powers = [10**power for power in range(len(str(max(1, count))))]
    return powers if powers[-1] == max(1, count) else [*powers, count]


def _pen(
    painter: QPainter, colour: str, size: int, weight: QFont.Weight = QFont.Weight.Normal
) -> None:
    painter.setPen(QColor(colour))
    painter.setFont(font(size, weight))
