from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from examiner_app.gui.theme import DARK, FAMILY, LIGHT, Colours, Theme, font, style_sheet


def luminance(colour: str) -> float:
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]  # type: ignore[index]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "surface"),
        ("text", "window"),
        ("text", "sunken"),
        ("text", "accent_soft"),
        ("soft", "surface"),
        ("soft", "window"),
        ("soft", "accent_soft"),
        ("accent", "surface"),
        ("on_accent", "accent"),
        ("text", "danger_soft"),
        ("danger", "danger_soft"),
        ("success", "success_soft"),
        ("on_judgement", "cited"),
        ("on_judgement", "considered"),
        ("on_judgement", "rejected"),
    ],
)
def test_text_is_legible(colours: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_is_filled_in(colours: Colours) -> None:
    sheet = style_sheet(colours)
    assert "$" not in sheet
    assert colours.accent in sheet


def test_the_shipped_font_is_used(theme: Theme) -> None:
    assert FAMILY in QFontDatabase.families()
    assert QFontInfo(font(13)).family() == FAMILY
    assert QFontInfo(font(13)).pixelSize() == 13


def test_choosing_changes_the_palette_and_tells(theme: Theme, qapp: QApplication) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.dark))
    theme.choose("dark")
    assert qapp.palette().window().color().name() == DARK.window
    theme.choose("light")
    assert qapp.palette().window().color().name() == LIGHT.window
    assert told == [True, False]
    assert theme.colour("accent").name() == LIGHT.accent


def test_a_window_may_be_made_before_it_is_styled(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied: list[str] = []
    monkeypatch.setattr(qapp, "styleSheet", lambda: "")
    monkeypatch.setattr(qapp, "setStyleSheet", applied.append)
    theme = Theme(qapp, "dark", styled=False)
    assert applied == []
    assert theme.colour("window") == QColor(DARK.window)
    theme.choose("light")
    assert applied == []
    theme.style()
    theme.choose("dark")
    assert applied == [style_sheet(LIGHT), style_sheet(DARK)]
    theme.deleteLater()
