"""The pages of a PDF as pictures, as they will be on paper."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from examiner_app.errors import ReportError
from examiner_app.translation import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Sizes = tuple[tuple[float, float], ...]
"""Width and height of each page, points."""

_LOCK: Final = threading.Lock()
"""PDFium serves one thread at a time."""


def page_sizes(pdf: bytes) -> Sizes:
    """Return how large the pages of a PDF are.

    Raises:
        ReportError: It is not a PDF.
    """
    with _opened(pdf) as document:
        return tuple(document.get_page_size(page) for page in range(len(document)))


def render_page(pdf: bytes, page: int, width: int) -> NDArray[np.uint8]:
    """Return a page as (H, W, 3) RGB on white, ``width`` pixels wide.

    Raises:
        ReportError: It is not a PDF, or has no such page.
    """
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise _unreadable()
        points, _ = document.get_page_size(page)
        # Half a pixel less: it is rounded up.
        scale = (width - 0.5) / points
        opened = document[page]
        bitmap = opened.render(scale=scale, rev_byteorder=True)
        # The bitmap's own memory goes with it.
        pixels: NDArray[np.uint8] = bitmap.to_numpy().copy()
        bitmap.close()
        opened.close()
        return pixels


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    """Open a document for a moment, which takes less than a millisecond.

    A document that nobody closes would be closed by whichever thread collects garbage.
    """
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
            try:
                yield document
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise _unreadable() from error


def _unreadable() -> ReportError:
    return ReportError(
        tr("The pages of the report cannot be shown: save it, and open it in another program.")
    )
