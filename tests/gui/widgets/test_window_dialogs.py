from __future__ import annotations

import re

from examiner_app.engine.report.write import RENDERERS
from examiner_app.gui.widgets.window_dialogs import REPORTS


def test_the_window_offers_every_format_of_a_report() -> None:
    assert list(REPORTS.values()) == list(RENDERERS)
    for kind, suffix in REPORTS.items():
        assert re.search(rf"\(\*{re.escape(suffix)}\)$", kind)
