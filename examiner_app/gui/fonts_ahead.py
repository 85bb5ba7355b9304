"""Has the fonts of the world's scripts at hand before the first mark is painted that needs them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFont, QFontDatabase

from examiner_app.gui.theme import SIZES, metrics
from examiner_app.resources import resource

_Script = QFontDatabase.WritingSystem

SHIPPED: Final = {
    _Script.Korean: "WenQuanYiMicroHei",
    _Script.SimplifiedChinese: "WenQuanYiMicroHei",
    _Script.TraditionalChinese: "WenQuanYiMicroHei",
    _Script.Japanese: "WenQuanYiMicroHei",
    _Script.Arabic: "NotoSansArabic-Regular",
    _Script.Hebrew: "NotoSansHebrew-Regular",
    _Script.Thai: "NotoSansThai-Regular",
    _Script.Devanagari: "NotoSansDevanagari-Regular",
    _Script.Bengali: "NotoSansBengali-Regular",
    _Script.Gujarati: "NotoSansGujarati-Regular",
    _Script.Gurmukhi: "NotoSansGurmukhi-Regular",
    _Script.Kannada: "NotoSansKannada-Regular",
    _Script.Khmer: "NotoSansKhmer-Regular",
    _Script.Lao: "NotoSansLao-Regular",
    _Script.Malayalam: "NotoSansMalayalam-Regular",
    _Script.Myanmar: "NotoSansMyanmar-Regular",
    _Script.Sinhala: "NotoSansSinhala-Regular",
    _Script.Tamil: "NotoSansTamil-Regular",
    _Script.Telugu: "NotoSansTelugu-Regular",
}
"""The reports' own fonts, which the window takes for scripts that the computer has no font for."""

SAMPLES: Final = ("한글", "漢字", "かな", "ไทย", "العربية", "שלום", "हिन्दी", "Жук", "Ωψ", "★")
"""A few characters of each script that words of marks are often written in."""

FACES: Final = (
    (SIZES.body, QFont.Weight.Medium),
    (SIZES.caption, QFont.Weight.Medium),
    (SIZES.body, QFont.Weight.Normal),
    (SIZES.caption, QFont.Weight.Normal),
    (SIZES.heading, QFont.Weight.DemiBold),
)
"""Sizes and weights that words of marks are painted in."""

PAUSE_MS: Final = 20


class FontsAhead(QObject):
    """Takes what is missing, then measures samples, one thing in a turn of the event loop.

    The first text in a script has Qt open a font, for 20–40 ms.

    Attributes:
        ready: Whether all samples were measured.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ready = False
        self._steps = chain(_bring(), _measure())
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin, or go on."""
        if not self.ready:
            self._timer.start()

    def _step(self) -> None:
        if next(self._steps, None) is None:
            self.ready = True
            self._timer.stop()


def _bring() -> Iterator[int]:
    missing = (name for script, name in SHIPPED.items() if not QFontDatabase.families(script))
    for name in dict.fromkeys(missing):
        yield QFontDatabase.addApplicationFont(str(resource("fonts", f"{name}.ttf")))


def _measure() -> Iterator[int]:
    for face, sample in product(FACES, SAMPLES):
        yield metrics(*face).horizontalAdvance(sample)
