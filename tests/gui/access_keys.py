"""Open the window in a language, and print what two entries of a menu have one access key."""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

KEY = re.compile(r"&(\w)")


def clashes(title: str, actions: Sequence[QAction]) -> Iterator[str]:
    """Yield a line for every key that several actions of a menu have, submenus after it."""
    found: dict[str, list[str]] = defaultdict(list)
    for action in actions:
        key = KEY.search(action.text().replace("&&", ""))
        if key is not None:
            found[key.group(1).casefold()].append(action.text())
    yield from (f"{title}: {', '.join(texts)}" for texts in found.values() if len(texts) > 1)
    for action in actions:
        menu = action.menu()
        if menu is not None:
            yield from clashes(action.text(), menu.actions())


def look(language: str) -> None:
    """Print the clashes in a language."""
    from examiner_app import translation

    translation.use(language)
    from examiner_app.gui.app import Arguments, make_application, make_window
    from examiner_app.gui.engine import real_engine
    from examiner_app.gui.preferences import Preferences

    application = make_application()
    window = make_window(application, Arguments(), real_engine(), Preferences())
    for line in clashes("The bar", window.menuBar().actions()):
        print(line)  # noqa: T201 - read by the test
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    look(sys.argv[1])
