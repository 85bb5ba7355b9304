"""Rendered pages of a PDF: made in a worker for what is in sight, the latest ones kept."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from examiner_app.engine.report.pdf_pages import Sizes, render_page
from examiner_app.gui.images import to_image
from examiner_app.gui.jobs import Jobs, Lane
from examiner_app.translation import tr

MOST_PAGES: Final = 16
MEMORY: Final = 64_000_000
"""Pages and bytes of them that are kept, besides those in sight."""

MOST_PIXELS: Final = 12_000_000
"""Of one page: A4 at three and a half times its size. Beyond that, pixels are seen."""

_KEY: Final = "page of the preview"


class PageImages(QObject):
    """The pages of one PDF.

    Attributes:
        sizes: Width and height of each page, points.

    Signals:
        arrived(int): This page can be had now, or sharper than before.
    """

    arrived = Signal(int)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf = b""
        self.sizes: Sizes = ()
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._seen: Mapping[int, int] = {}
        self._wanted: dict[int, int] = {}
        self._rendering: tuple[int, int] | None = None
        self._broken: set[int] = set()

    def use(self, pdf: bytes, sizes: Sizes) -> None:
        """Serve the pages of another PDF."""
        self._jobs.cancel(_KEY)
        self._pdf, self.sizes = pdf, sizes
        self._kept.clear()
        self._broken.clear()
        self._seen, self._wanted, self._rendering = {}, {}, None

    def get(self, page: int) -> QImage | None:
        """Return a page as it was rendered last, at whatever size, if it was."""
        return self._kept.get(page)

    def want(self, seen: Mapping[int, int], near: Mapping[int, int]) -> None:
        """Ask for pages; what was asked for before and is not begun is forgotten.

        Args:
            seen: Those in sight, with their widths in pixels of the screen.
            near: Those that come into sight next, likewise.
        """
        self._seen = seen
        for page in (*near, *seen):
            if page in self._kept:
                self._kept.move_to_end(page)
        # Ahead only where the pages in sight leave room for more.
        wanted = {**seen, **(near if self._bytes(seen) <= MEMORY // 4 else {})}
        fitting = {page: self._fitting(page, width) for page, width in wanted.items()}
        self._wanted = {
            page: width
            for page, width in fitting.items()
            if page not in self._broken
            and self._rendering != (page, width)
            and (page not in self._kept or self._kept[page].width() != width)
        }
        self._work()

    def _bytes(self, pages: Mapping[int, int]) -> int:
        return sum(
            4 * round(self._fitting(page, width) ** 2 * self.sizes[page][1] / self.sizes[page][0])
            for page, width in pages.items()
        )

    def _fitting(self, page: int, width: int) -> int:
        across, down = self.sizes[page]
        return max(1, min(width, math.floor(math.sqrt(MOST_PIXELS * across / down))))

    def _work(self) -> None:
        if self._rendering is not None or not self._wanted:
            return
        page = next(iter(self._wanted))
        width = self._wanted.pop(page)
        self._rendering = page, width
        self._jobs.start(
            tr("rendering a page"),
            Lane.PAGES,
            partial(_render, self._pdf, page, width),
            replaces=_KEY,
            on_done=partial(self._keep, page),
            on_error=partial(self._fail, page),
        )

    def _keep(self, page: int, image: QImage) -> None:
        self._rendering = None
        self._kept[page] = image
        self._kept.move_to_end(page)
        self._forget()
        self.arrived.emit(page)
        self._work()

    def _fail(self, page: int, error: Exception) -> None:
        self._rendering = None
        if not self._broken:
            # The others would fail in the same way: say it once.
            self._jobs.failed.emit(tr("rendering a page"), error)
        self._broken.add(page)
        self._work()

    def _forget(self) -> None:
        total = sum(image.sizeInBytes() for image in self._kept.values())
        for page in list(self._kept):
            if total <= MEMORY and len(self._kept) <= MOST_PAGES:
                return
            if page not in self._seen:
                total -= self._kept.pop(page).sizeInBytes()


def _render(pdf: bytes, page: int, width: int) -> QImage:
    """Render a page (in the worker)."""
    return to_image(render_page(pdf, page, width), longest=2 * MOST_PIXELS)
