from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from examiner_app.errors import RegisterError
from examiner_app.gui import thumbnails as module
from examiner_app.gui.jobs import Jobs
from examiner_app.gui.thumbnails import Thumbnails


class Register:
    """Gives a picture for even numbers, rubbish for 13, an error for 99."""

    def __init__(self) -> None:
        self.read: list[int] = []

    def thumbnail(self, index: int) -> bytes:
        self.read.append(index)
        if index == 99:
            raise RegisterError("The register is closed: open it again.")
        if index == 13:
            return b"rubbish"
        from examiner_app.gui.images import to_png

        image = QImage(20 + index, 10, QImage.Format.Format_RGB32)
        image.fill(index)
        return to_png(image)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def thumbnails(jobs: Jobs, register: Register) -> Thumbnails:
    made = Thumbnails(jobs)
    made.use(register)  # type: ignore[arg-type]
    return made


def test_a_thumbnail_is_asked_for_then_there(
    thumbnails: Thumbnails, register: Register, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(thumbnails.arrived) as signal:
        assert thumbnails.get(4) is None
        assert thumbnails.get(4) is None
    assert signal.args == [[4]]
    image = thumbnails.get(4)
    assert image is not None
    assert image.width() == 24
    assert register.read == [4]


def test_many_are_all_delivered_and_read_once(
    thumbnails: Thumbnails, register: Register, jobs: Jobs, qtbot: QtBot
) -> None:
    for _ in range(3):
        for index in range(0, 60, 2):
            thumbnails.get(index)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert all(thumbnails.get(index) is not None for index in range(0, 60, 2))
    assert sorted(register.read) == list(range(0, 60, 2))


def test_a_long_queue_forgets_the_oldest_which_can_be_asked_for_again(
    thumbnails: Thumbnails, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUEUE", 2)
    monkeypatch.setattr(thumbnails, "_work", lambda: None)
    for index in (0, 2, 4):
        thumbnails.get(index)
    monkeypatch.undo()
    thumbnails.get(0)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert all(thumbnails.get(index) is not None for index in (0, 2, 4))


def test_memory_is_limited(
    thumbnails: Thumbnails, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MEMORY", 1)
    for index in range(0, 80, 2):
        thumbnails.get(index)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert sum(index in thumbnails._kept for index in range(80)) <= module.BATCH


def test_a_damaged_one_is_null_and_told_once(
    thumbnails: Thumbnails, jobs: Jobs, qtbot: QtBot
) -> None:
    told: list[str] = []
    jobs.failed.connect(lambda _, error: told.append(str(error)))
    thumbnails.get(13)
    qtbot.waitUntil(lambda: not jobs.busy)
    image = thumbnails.get(13)
    assert image is not None
    assert image.isNull()
    assert told == [
        "The thumbnail of mark 13 is damaged: verify the register, restore it or build it again."
    ]


def test_one_that_fails_leaves_no_other_blank(
    thumbnails: Thumbnails, jobs: Jobs, qtbot: QtBot
) -> None:
    for index in (4, 99, 6):
        thumbnails.get(index)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [thumbnails.get(index) is not None for index in (4, 99, 6)] == [True] * 3


def test_a_failing_register_is_told_once_and_stops(
    thumbnails: Thumbnails, jobs: Jobs, qtbot: QtBot
) -> None:
    told: list[str] = []
    jobs.failed.connect(lambda _, error: told.append(str(error)))
    thumbnails.get(99)
    qtbot.waitUntil(lambda: not jobs.busy)
    thumbnails.get(4)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == ["The register is closed: open it again."]
    assert thumbnails.get(4) is not None


def test_another_register_has_other_pictures(
    thumbnails: Thumbnails, jobs: Jobs, qtbot: QtBot
) -> None:
    thumbnails.get(4)
    qtbot.waitUntil(lambda: not jobs.busy)
    thumbnails.use(None)
    assert thumbnails.get(4) is None
    assert not jobs.busy
