"""The command line of the window, and pictures of it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.case import NewImage
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.errors import ExaminerError, RegisterMismatchError
from examiner_app.gui import app
from examiner_app.gui.app import (
    Arguments,
    _last_register,
    begin,
    choose_platform,
    make_window,
    parse,
    start,
)
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.theme import DARK
from examiner_app.resources import demo_register
from examiner_app.settings import REGISTER, START_REGISTER


@pytest.fixture(autouse=True)
def the_applications_own_settings(qapp: QApplication) -> Iterator[None]:
    """Leave the application as it was found, so that no test sees another's."""
    before = (qapp.applicationName(), qapp.organizationName(), sys.excepthook)
    yield
    qapp.setApplicationName(before[0])
    qapp.setOrganizationName(before[1])
    sys.excepthook = before[2]


def test_arguments() -> None:
    assert parse([]) == Arguments()
    line = "a.png --register r --bundle b --picture p.png --size 1366x768 --theme dark"
    given = parse(line.split(" "))
    assert given == Arguments(
        Path("a.png"), Path("r"), Path("b"), Path("p.png"), QSize(1366, 768), "dark"
    )


def test_a_logo_and_a_case_are_not_opened_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert parse(["--case", "EM 1"]) == Arguments(case="EM 1")
    with pytest.raises(SystemExit):
        parse(["a.png", "--case", "EM 1"])
    assert "not both" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--size", "big"], ["--size", "0x4"], ["--size", "10"], ["--theme", "pink"]]
)
def test_wrong_arguments_are_explained(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(wrong)
    assert left.value.code == 2
    assert wrong[0] in capsys.readouterr().err


def test_a_picture_shows_the_finished_examination(
    engine: Any, logo_file: Callable[..., Path], tmp_path: Path
) -> None:
    picture = tmp_path / "window.png"
    arguments = Arguments(
        logo=logo_file(),
        register=Path("demo register"),
        picture=picture,
        size=QSize(1366, 768),
        theme="dark",
    )
    assert start(arguments, engine.as_engine()) == 0
    image = QImage(str(picture))
    ratio = QApplication.primaryScreen().devicePixelRatio()
    assert image.size() == QSize(1366, 768) * ratio
    assert image.pixelColor(5, int(60 * ratio)).name() == DARK.surface
    register = engine.workbenches[0].register
    assert engine.workbenches[0].examined == ["candidate.png"]
    assert len(register.thumbnails_read) > 8
    assert all(opened.closed for opened in engine.opened)


def test_a_picture_without_a_logo_is_the_empty_window(engine: Any, tmp_path: Path) -> None:
    picture = tmp_path / "empty.png"
    arguments = Arguments(register=Path("demo register"), picture=picture, size=QSize(1200, 700))
    assert start(arguments, engine.as_engine()) == 0
    assert not QImage(str(picture)).isNull()


def test_what_goes_wrong_is_one_sentence(
    engine: Any, logo_file: Callable[..., Path], tmp_path: Path
) -> None:
    register, picture = Path("demo register"), tmp_path / "p.png"
    missing = Arguments(logo=tmp_path / "none.png", register=register, picture=picture)
    with pytest.raises(ExaminerError, match=r"none\.png is not there any more"):
        start(missing, engine.as_engine())
    unwritable = Arguments(register=register, picture=tmp_path / "no folder" / "p.png")
    with pytest.raises(ExaminerError, match="cannot be written"):
        start(unwritable, engine.as_engine())
    engine.mismatch = RegisterMismatchError("It was built with other models: build it again.")
    mismatched = Arguments(logo=logo_file(), register=register, picture=picture)
    with pytest.raises(ExaminerError, match="other models"):
        start(mismatched, engine.as_engine())
    assert not picture.exists()


def test_run_ends_with_code_1_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    logo, picture = str(tmp_path / "none.png"), str(tmp_path / "p.png")
    register = str(tmp_path / "no register")
    monkeypatch.setattr(
        sys, "argv", ["examiner", logo, "--register", register, "--picture", picture]
    )
    with pytest.raises(SystemExit) as left:
        app.run()
    assert left.value.code == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("examiner: ")


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ExaminerError, match="no screen"):
        choose_platform(hidden=False)
    choose_platform(hidden=True)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    choose_platform(hidden=False)


def test_an_unhandled_error_is_shown(
    engine: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("nobody caught this")

    def act() -> None:
        # As Qt reports an error of a slot.
        try:
            fail()
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)

    QTimer.singleShot(0, act)
    arguments = Arguments(register=Path("demo register"), picture=tmp_path / "p.png")
    with pytest.raises(ExaminerError, match="ZeroDivisionError"):
        start(arguments, engine.as_engine())
    assert "nobody caught this" in capsys.readouterr().err


def test_the_last_register_is_tried_even_where_it_is_gone(tmp_path: Path) -> None:
    preferences = Preferences()
    preferences.set(REGISTER, str(tmp_path / "gone"))
    assert _last_register(preferences) == tmp_path / "gone"


def test_the_demo_opens_at_start_where_the_user_wants_it(tmp_path: Path) -> None:
    preferences = Preferences()
    preferences.set(REGISTER, str(tmp_path / "last"))
    assert _last_register(preferences) == tmp_path / "last"
    preferences.set(START_REGISTER, "demo")
    assert _last_register(preferences) == demo_register()


def test_further_logos_are_images_of_one_case(
    engine: Any, qapp: QApplication, logo_file: Callable[..., Path], qtbot: QtBot
) -> None:
    paths = [logo_file("a.png", 1), logo_file("b.png", 2)]
    arguments = parse([*map(str, paths), "--register", "demo register", "--theme", "light"])
    assert (arguments.logo, list(arguments.more)) == (paths[0], paths[1:])
    window = make_window(qapp, arguments, engine.as_engine(), Preferences(None))
    qtbot.addWidget(window)
    begin(window, arguments)
    qtbot.waitUntil(lambda: len(window.desk.images.images) == 2)
    qtbot.waitUntil(lambda: window.desk.candidate.phase is Phase.DONE)
    window.close()


def test_a_case_is_opened_at_the_start(
    engine: Any,
    qapp: QApplication,
    logo_file: Callable[..., Path],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    engine.store = tmp_path / "cases.sqlite"
    data = logo_file("heron.png", 4).read_bytes()
    store = CaseStore(engine.store)
    store.begin([NewImage(hashlib.sha256(data).hexdigest(), data, 1, "heron.png")], "EM 1")
    store.close()
    arguments = parse(["--case", "EM 1", "--register", "demo register"])
    window = make_window(qapp, arguments, engine.as_engine(), Preferences(None))
    qtbot.addWidget(window)
    begin(window, arguments)
    qtbot.waitUntil(lambda: window.desk.candidate.phase is Phase.DONE)
    assert window.windowTitle() == "EM 1 – heron.png – Examiner"
    window.close()
