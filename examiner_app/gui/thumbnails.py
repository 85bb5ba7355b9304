"""Thumbnails of the register: decoded in a worker for the rows that are painted, then kept."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from examiner_app.errors import ExaminerError, RegisterError
from examiner_app.gui.images import read_image
from examiner_app.gui.jobs import Jobs, Lane
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.open import Register

BATCH: Final = 8
"""Thumbnails delivered together: few repaints, yet the first ones at once."""

QUEUE: Final = 1200
"""Thumbnails asked for and not yet decoded; when scrolling fast, the oldest are forgotten. More
than a screen of the smallest cells has, for what is forgotten while in sight stays blank."""

MEMORY: Final = 256_000_000
"""Bytes of decoded thumbnails that are kept: a large screen of the smallest cells."""

_DAMAGED: Final = tr(
    "The thumbnail of mark {} is damaged: verify the register, restore it or build it again."
)


class Thumbnails(QObject):
    """Decoded thumbnails of the open register.

    Signals:
        arrived(list): Thumbnails of these marks (indices) can be had now.
    """

    arrived = Signal(list)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._register: Register | None = None
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._bytes = 0
        self._queue: deque[int] = deque()
        self._asked: set[int] = set()
        self._running = False
        self._told = False

    def use(self, register: Register | None) -> None:
        """Serve the thumbnails of another register."""
        self._jobs.cancel("thumbnails")
        self._running = self._told = False
        self._register = register
        self._queue = deque()
        self._asked.clear()
        self._kept.clear()
        self._bytes = 0

    def get(self, index: int) -> QImage | None:
        """Return the thumbnail of a mark, or ask for it and return ``None`` for now.

        A damaged thumbnail is a null image.
        """
        image = self._kept.get(index)
        if image is not None:
            self._kept.move_to_end(index)
            return image
        if index not in self._asked:
            self._asked.add(index)
            self._queue.append(index)
            if len(self._queue) > QUEUE:
                self._asked.discard(self._queue.popleft())
        self._work()
        return None

    def _work(self) -> None:
        if self._running or not self._queue or self._register is None:
            return
        self._running = True
        self._jobs.start(
            tr("reading thumbnails"),
            Lane.THUMBNAILS,
            partial(_decode, self._register, self._queue),
            replaces="thumbnails",
            on_item=self._keep,
            on_done=lambda _: self._rest(),
            on_error=self._fail,
        )

    def _rest(self) -> None:
        self._running = False
        self._work()

    def _fail(self, error: Exception) -> None:
        # The rest of the queue would fail the same way: say it once.
        self._queue.clear()
        self._running = False
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not self._told:
            self._told = True
            self._jobs.failed.emit(tr("reading thumbnails"), error)

    def _keep(self, batch: list[tuple[int, QImage | Exception]]) -> None:
        for index, found in batch:
            if isinstance(found, Exception):
                self._tell(found)
            image = QImage() if isinstance(found, Exception) else found
            self._kept[index] = image
            self._bytes += image.sizeInBytes()
            self._asked.discard(index)
            if image.isNull():
                self._tell(RegisterError(_DAMAGED.format(index)))
        while self._bytes > MEMORY and len(self._kept) > BATCH:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.sizeInBytes()
        self.arrived.emit([index for index, _ in batch])


def _decode(
    register: Register, queue: deque[int]
) -> Generator[list[tuple[int, QImage | Exception]], None, None]:
    """Decode what is asked for, the latest wish first, until nothing is (in the worker)."""
    while queue:
        batch = []
        for _ in range(BATCH):
            try:
                index = queue.pop()
            except IndexError:
                break
            batch.append((index, _decode_one(register, index)))
        yield batch


def _decode_one(register: Register, index: int) -> QImage | Exception:
    try:
        return read_image(register.thumbnail(index))
    except (ExaminerError, OSError, ValueError) as error:
        # One that cannot be read must not keep the others of its batch from being shown.
        return error
