from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from examiner_app.engine.register.catalogue import Mark
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.mark_facts import MarkFacts, facts

FULL: dict[str, Any] = {
    "id": "M1",
    "words": "ACME",
    "office": "EM",
    "number": "017",
    "owner": "Acme <b>Holding</b> & Söhne Aktiengesellschaft in Liquidation",
    "filed": "2001-02-03",
    "registered": "2002-03-04",
    "type": "figure-only",
    "status": "registered",
    "nice": (9, 42),
    "vienna": ("26.1.1",),
}


def mark(**changes: Any) -> Mark:
    rest = {"type_probabilities": (0.1, 0.8, 0.1), "group": None, "sha256": "", "file": "a.png"}
    return Mark(index=3, repeat=3, **{**FULL, **rest, **changes})


@pytest.fixture
def sheet(qtbot: QtBot, theme: Theme) -> MarkFacts:
    result = MarkFacts(theme)
    qtbot.addWidget(result)
    result.resize(300, 200)
    result.show()
    return result


def painted(sheet: MarkFacts) -> QImage:
    image = QImage(sheet.size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    sheet.render(painter, QPoint())
    painter.end()
    return image


def test_lines_that_are_not_known_are_left_out() -> None:
    empty = {"owner": "", "filed": "", "registered": "", "nice": (), "status": ""}
    lines = facts(mark(**empty))
    assert [[title for title, _ in line] for line in lines] == [
        ["Id", "Number"],
        ["Type"],
        ["Vienna"],
    ]


def test_an_id_is_not_said_twice() -> None:
    titles = [title for line in facts(mark(words="", number="M1")) for title, _ in line]
    assert "Id" not in titles
    assert dict(facts(mark(words="", number="M1"))[1])["Number"] == "EM"


def test_it_is_as_high_as_its_lines(sheet: MarkFacts) -> None:
    assert sheet.sizeHint().height() == 0
    sheet.show_mark(mark())
    five = sheet.sizeHint().height()
    sheet.show_mark(mark(owner=""))
    assert 0 < sheet.sizeHint().height() < five
    assert "Owner" not in sheet.texts


def test_everything_is_painted_read_and_copied(sheet: MarkFacts) -> None:
    blank = painted(sheet)
    sheet.show_mark(mark())
    assert painted(sheet) != blank
    assert FULL["owner"] in sheet.texts
    assert "Number EM 017" in sheet.accessibleDescription()
    sheet.actions()[0].trigger()
    assert "Number\tEM 017" in QGuiApplication.clipboard().text().splitlines()


def test_a_value_that_was_shortened_is_whole_in_its_tooltip(
    sheet: MarkFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: tips.append(text))
    sheet.show_mark(mark())
    for at in (QPoint(150, 5), QPoint(150, 26), QPoint(2, 5)):
        event = QHelpEvent(QHelpEvent.Type.ToolTip, at, sheet.mapToGlobal(at))
        QApplication.sendEvent(sheet, event)
    # As text, not as markup; nothing where all of it can be seen.
    assert "&lt;b&gt;Holding" in tips[0]
    assert tips[1:] == ["", ""]


@pytest.mark.parametrize("width", [1, 40, 2000])
def test_any_width_is_enough(sheet: MarkFacts, width: int) -> None:
    sheet.show_mark(mark())
    sheet.resize(width, sheet.sizeHint().height())
    painted(sheet)


def test_the_same_mark_costs_nothing(sheet: MarkFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet.show_mark(mark())
    monkeypatch.setattr(sheet, "update", lambda: pytest.fail("painted again"))
    sheet.show_mark(mark())


def test_the_second_column_has_what_the_first_does_not_need(sheet: MarkFacts) -> None:
    sheet.show_mark(mark(nice=(9,), vienna=("26.1.1", "05.14.13", "12.02.07")))
    values = {value.title: value for value in sheet._values()}
    assert values["Vienna"].place.width() > 2 * values["Nice"].place.width()
    assert values["Vienna"].place.right() < sheet.width()
    assert values["Nice"].place.right() < values["Vienna"].title_place.left()
    sheet.show_mark(mark(nice=(9,), vienna=("26.1.1",)))
    values = {value.title: value for value in sheet._values()}
    assert abs(values["Vienna"].place.width() - values["Nice"].place.width()) <= 1
