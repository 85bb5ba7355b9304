"""``examiner``: read the arguments, open the window, run."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLoggingCategory,
    QSettings,
    QSize,
    QTranslator,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from examiner_app import __version__
from examiner_app.errors import ExaminerError
from examiner_app.gui.desk import Desk
from examiner_app.gui.engine import Engine, real_engine
from examiner_app.gui.picture import PictureTaker
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.sources import FileSource
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.resources import demo_register, resource
from examiner_app.settings import REGISTER, START_REGISTER, THEME, TOUR
from examiner_app.translation import ENGLISH, language

DEFAULT_SIZE = QSize(1440, 900)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was asked for on the command line.

    Attributes:
        logo: Candidate to begin with.
        register: Register to open; the last one, or the demo, by default.
        bundle: Models to use; those that the register was built with by default.
        picture: File to save a picture of the window to; the program ends then.
        size: Size of the window.
        theme: ``light`` or ``dark``; the remembered one by default.
        more: Further images of the candidate.
        case: Case to open: its reference, the beginning of its id, or a file it was exported to.
    """

    logo: Path | None = None
    register: Path | None = None
    bundle: Path | None = None
    picture: Path | None = None
    size: QSize | None = None
    theme: str = ""
    more: Sequence[Path] = ()
    case: str = ""


def run() -> None:
    """Run the window until it is closed; exit code 1 and one line on stderr where it cannot."""
    arguments = parse(sys.argv[1:])
    try:
        # A picture is of what is asked for, whatever was judged before.
        engine = real_engine(arguments.bundle, keep=arguments.picture is None)
        code = start(arguments, engine)
    except ExaminerError as error:
        print(f"examiner: {error}", file=sys.stderr)  # noqa: T201 - the terminal is the user here
        code = 1
    # Set aside while the libraries were loaded; they are to see their own end.
    gc.unfreeze()
    sys.exit(code)


def parse(arguments: Sequence[str]) -> Arguments:
    """Read the command line; exits with code 2 and the usage where it makes no sense."""
    parser = argparse.ArgumentParser(
        "examiner", description="Find earlier trademarks that look like a candidate logo."
    )
    parser.add_argument(
        "logo", nargs="?", type=Path, metavar="LOGO", help="candidate to begin with"
    )
    parser.add_argument(
        "more", nargs="*", default=(), type=Path, metavar="LOGO", help="further images of it"
    )
    parser.add_argument("--register", type=Path, metavar="DIR", help="register to open")
    parser.add_argument(
        "--case", default="", metavar="CASE", help="case to open: its reference, or its file"
    )
    parser.add_argument("--bundle", type=Path, metavar="DIR", help="the register's model bundle")
    parser.add_argument(
        "--picture", type=Path, metavar="FILE.png", help="save a picture of the window and quit"
    )
    parser.add_argument("--size", type=_size, metavar="WxH", help="size of the window")
    parser.add_argument("--theme", choices=["light", "dark"], default="", help="colours")
    parser.add_argument("--version", action="version", version=f"Examiner {__version__}")
    found = Arguments(**vars(parser.parse_args(arguments)))
    if found.case and found.logo is not None:
        parser.error("give a logo or a case, not both")
    return found


def start(arguments: Arguments, engine: Engine) -> int:
    """Open the window and run it; return the exit code.

    Raises:
        ExaminerError: There is no screen, or the picture cannot be taken.
    """
    choose_platform(hidden=arguments.picture is not None)
    # A picture is the same whoever takes it: the user's settings stay out of it.
    application = make_application()
    preferences = Preferences(None if arguments.picture else QSettings())
    window = make_window(application, arguments, engine, preferences)
    _show_unhandled(window.desk)
    taker = PictureTaker(window, arguments.picture) if arguments.picture else None
    window.closed.connect(application.quit)
    window.show()
    begin(window, arguments)
    code = application.exec()
    sys.excepthook = sys.__excepthook__
    window.desk.close()
    # Widgets go before the application does, for good order.
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if taker is not None and taker.error is not None:
        raise taker.error
    return code


def make_application() -> QApplication:
    """Return the application, made if there is none."""
    # A register has words in every script: that another font stands in for Inter is no news.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    _translate_qt(application)
    application.setApplicationName("Examiner")
    application.setOrganizationName("Examiner")
    application.setStyle("Fusion")
    # The program ends with its window, not with whichever dialog is closed last.
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(QIcon(str(resource("icons", "examiner.svg"))))
    return application


def _translate_qt(application: QApplication) -> None:
    """Have Qt's own dialogs speak the window's language too."""
    if language() == ENGLISH:
        return
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language()}", folder):
        application.installTranslator(translator)


def make_window(
    application: QApplication, arguments: Arguments, engine: Engine, preferences: Preferences
) -> MainWindow:
    """Return the window, not shown yet."""
    choice = arguments.theme or _first_theme(arguments, preferences)
    theme = Theme(application, choice, styled=False)
    window = MainWindow(Desk(engine), theme, preferences)
    theme.style()
    theme.setParent(window)
    if arguments.size is not None or not window.restored:
        window.resize(arguments.size or DEFAULT_SIZE)
    return window


def begin(window: MainWindow, arguments: Arguments) -> None:
    """Open the register, and the candidate if there is one, behind the window."""
    desk = window.desk
    try:
        desk.open_register(arguments.register or _last_register(window.preferences))
    except ExaminerError as error:
        desk.messages.refuse(error)
    if arguments.case:
        desk.reopening.open_named(arguments.case)
    elif arguments.logo is not None:
        desk.case.open([FileSource(path) for path in (arguments.logo, *arguments.more)])
    elif wants_tour(window.preferences):
        window.tour.start()


def wants_tour(preferences: Preferences) -> bool:
    """Whether this is the user's first start, and no picture or measurement of the window."""
    return preferences.persistent and not preferences.get(TOUR)


def _first_theme(arguments: Arguments, preferences: Preferences) -> str:
    return "light" if arguments.picture else preferences.get(THEME)


def _last_register(preferences: Preferences) -> Path:
    if preferences.get(START_REGISTER) == "demo":
        return demo_register()
    last = preferences.get(REGISTER)
    # One that is not there any more is refused in words, not replaced behind the user's back.
    return Path(last) if last else demo_register()


def choose_platform(*, hidden: bool) -> None:
    """Make a hidden window without a screen; say so where there is none to open a window on.

    Raises:
        ExaminerError: The window is to be seen and there is no screen.
    """
    if not sys.platform.startswith("linux") or "QT_QPA_PLATFORM" in os.environ:
        return
    if hidden:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise ExaminerError(
            "There is no screen to open a window on: use examiner-cli, or --picture FILE.png."
        )


def _show_unhandled(desk: Desk) -> None:
    """Bring errors that nobody handled to the user, and to the terminal as before."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            desk.messages.report("handling your last action", error)

    sys.excepthook = hook


def _size(text: str) -> QSize:
    width, _, height = text.lower().partition("x")
    size = QSize(int(width), int(height))
    if size.width() < 1 or size.height() < 1:
        raise ValueError(text)
    return size
