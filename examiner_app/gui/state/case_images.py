"""The images of the case: views of one mark, or pages of its file, of which one is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from examiner_app.gui.state.examined_images import ExaminedImages
from examiner_app.gui.state.question import Marking

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.gui.sources import LogoSource

MOST_IMAGES: Final = 100
"""So many images are one case."""


@dataclass(frozen=True, slots=True, eq=False)
class CaseImage:
    """One image; its pixels are read again when it is looked at.

    Attributes:
        source: Where it comes from.
        page: Which page of that, from 1.
        name: What people call it.
        sha256: Its digest.
        thumbnail: It, small.
    """

    source: LogoSource
    page: int
    name: str
    sha256: str
    thumbnail: QImage


class CaseImagesState(QObject):
    """Images in their order, each once.

    Attributes:
        images: The images; empty without a case.
        index: The one that is shown, or will be as soon as it is read; -1 without a case.
        key: Stands for the case on the desk, whatever becomes of its images; another one each time
            that a case is begun or opened, of the same images too; empty without a case.
        removed: Digests of images that were taken out of it.
        examined: What is known of images that were looked at before.

    Signals:
        changed(): Other images.
        shown_changed(): Another one is shown.
    """

    changed = Signal()
    shown_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.images: list[CaseImage] = []
        self.index = -1
        self.key = ""
        self.removed: set[str] = set()
        self.examined = ExaminedImages()
        self._markings: dict[str, Marking] = {}
        self._begun = 0

    @property
    def shown(self) -> CaseImage | None:
        """The image that is shown."""
        return self.images[self.index] if self.images else None

    @property
    def several(self) -> bool:
        """Whether there is anything to choose from."""
        return len(self.images) > 1

    @property
    def room(self) -> int:
        """How many more images the case takes."""
        return MOST_IMAGES - len(self.images)

    @property
    def digests(self) -> list[str]:
        """The digests of all images."""
        return [image.sha256 for image in self.images]

    @property
    def markings(self) -> dict[str, Marking]:
        """What was drawn on the images, but for the one that is shown."""
        return dict(self._markings)

    def find(self, sha256: str) -> int:
        """Return where an image is, or -1."""
        return next((at for at, image in enumerate(self.images) if image.sha256 == sha256), -1)

    def neighbour(self, by: int) -> int | None:
        """Return where the image is that many after the shown one, if there is one."""
        wanted = self.index + by
        return wanted if self.images and 0 <= wanted < len(self.images) else None

    def begin(self, image: CaseImage, *others: CaseImage) -> None:
        """Begin another case, with one image or with several at once; the first one is shown."""
        self._begun += 1
        self.images, self.index, self.key = [image, *others], 0, f"case {self._begun}"
        self.removed.clear()
        self.examined.clear()
        self._markings.clear()
        self.changed.emit()
        self.shown_changed.emit()

    def add(self, image: CaseImage) -> bool:
        """Add an image; return whether it was added, and not there before or one too many."""
        if self.find(image.sha256) >= 0 or self.room < 1:
            return False
        self.images.append(image)
        self.removed.discard(image.sha256)
        self.changed.emit()
        return True

    def remove(self, index: int) -> bool:
        """Take an image out, but for the last one; return whether it was taken out.

        Where it was shown, the one after it is, or the one before where it was the last.
        """
        if not self.several or not 0 <= index < len(self.images):
            return False
        gone = self.images.pop(index)
        self.removed.add(gone.sha256)
        self.examined.drop(gone.sha256)
        self._markings.pop(gone.sha256, None)
        was_shown = index == self.index
        if index < self.index or self.index == len(self.images):
            self.index -= 1
        self.changed.emit()
        if was_shown:
            self.shown_changed.emit()
        return True

    def show(self, index: int) -> None:
        """Another image is shown, or will be."""
        if index != self.index and 0 <= index < len(self.images):
            self.index = index
            self.shown_changed.emit()

    def marking(self, sha256: str) -> Marking:
        """Return what was drawn on an image."""
        return self._markings.get(sha256, Marking())

    def keep_marking(self, sha256: str, marking: Marking) -> None:
        """Keep what was drawn on an image of the case."""
        if self.find(sha256) >= 0:
            self._markings[sha256] = marking
