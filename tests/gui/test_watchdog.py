from __future__ import annotations

import gc
import time

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from examiner_app.gui.watchdog import Watchdog


def test_a_block_is_measured(qtbot: QtBot) -> None:
    # What a thousand tests have left behind takes longer to collect than is measured here.
    gc.collect()
    with Watchdog() as watchdog:
        QTimer.singleShot(10, lambda: time.sleep(0.15))
        qtbot.wait(250)
    assert watchdog.longest_ms > 130
    # Sleeping is no work.
    assert watchdog.longest_busy_ms < 100


def test_work_is_measured(qtbot: QtBot) -> None:
    def work() -> None:
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            pass

    with Watchdog() as watchdog:
        QTimer.singleShot(10, work)
        qtbot.wait(150)
    assert watchdog.longest_busy_ms >= 99
    assert watchdog.longest_ms >= 90


def test_a_block_at_the_end_counts(qtbot: QtBot) -> None:
    with Watchdog() as watchdog:
        qtbot.wait(10)
        time.sleep(0.12)
    assert watchdog.longest_ms > 100


def test_each_measurement_begins_anew(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    with watchdog:
        time.sleep(2)
    with watchdog:
        qtbot.wait(20)
    assert watchdog.longest_ms < 1900
