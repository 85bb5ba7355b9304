"""Line icons in the colours of the theme, sharp on every screen."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from examiner_app.resources import resource


@functools.lru_cache(maxsize=128)
def pixmap(name: str, colour: str, size: int, ratio: float = 2.0) -> QPixmap:
    """Return an icon as a pixmap of ``size`` logical pixels."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    result = QPixmap(QSize(size, size) * ratio)
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return result


@functools.cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def read_all() -> None:
    """Read the drawings of all icons: a file that is read while painting lets workers go first."""
    for path in sorted(resource("icons").glob("*.svg")):
        _drawing(path.stem)


def icon(name: str, colour: QColor, disabled: QColor | None = None, size: int = 16) -> QIcon:
    """Return an icon of ``size`` logical pixels in one colour, and in another where disabled."""
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(pixmap(name, colour.name(), size, ratio))
        if disabled is not None:
            result.addPixmap(pixmap(name, disabled.name(), size, ratio), QIcon.Mode.Disabled)
    return result
