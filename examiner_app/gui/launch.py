"""``examiner``: choose the language, then open the window.

Tables all over the window hold texts that people read; they are looked up when their modules are
imported, so the language has to be known before.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSettings

from examiner_app import translation
from examiner_app.errors import ExaminerError
from examiner_app.settings import LANGUAGE

VARIABLE = "EXAMINER_LANGUAGE"
"""An environment variable that overrides the setting, for pictures and tests."""


def run() -> None:
    """Run the window until it is closed; exit code 1 and one line on stderr where it cannot."""
    try:
        translation.use(chosen_language(sys.argv[1:]))
    except ExaminerError as error:
        # A missing catalogue is no reason not to examine anything today.
        print(f"examiner: {error}", file=sys.stderr)  # noqa: T201 - the terminal is the user here
    from examiner_app.gui.app import run as open_window

    open_window()


def chosen_language(arguments: Sequence[str]) -> str:
    """Return the language to speak: as the environment, the settings or the system has it."""
    if VARIABLE in os.environ:
        return translation.best([os.environ[VARIABLE]])
    # A picture is the same whoever takes it.
    if any(argument.partition("=")[0] == "--picture" for argument in arguments):
        return translation.ENGLISH
    choice = str(QSettings("Examiner", "Examiner").value(LANGUAGE.key, LANGUAGE.default))
    return translation.best(QLocale.system().uiLanguages() if choice == "system" else [choice])
