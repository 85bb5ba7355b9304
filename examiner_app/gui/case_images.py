"""Brings images onto the desk: those of a new case, more of the present one, or another of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from examiner_app.engine.progress import Progress
from examiner_app.errors import ExaminerError, LogoError
from examiner_app.gui.case_work import Found, find_images, read_image
from examiner_app.gui.examining import Examining
from examiner_app.gui.jobs import Job, Lane
from examiner_app.gui.sources import FileSource, LogoSource, is_case_file
from examiner_app.gui.state.case_images import MOST_IMAGES, CaseImage
from examiner_app.gui.state.examined_images import Examined
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.logo import Logo
    from examiner_app.gui.desk import Desk
    from examiner_app.gui.state.question import Marking


class CaseImages(QObject):
    """Finds, reads and changes the images of the case, whose state is the desk's ``images``.

    The first image of a new case is examined as soon as it is read; what follows is added as it
    is found, and examined when it is looked at first.
    """

    def __init__(self, desk: Desk, examining: Examining) -> None:
        super().__init__(desk)
        self._desk = desk
        self._examining = examining
        self._images = desk.images
        self._adding: list[Job] = []

    def open(self, sources: Sequence[LogoSource]) -> None:
        """Begin another case; the present one stays if none of its images can be read.

        A file that a case was exported to is opened as that case.
        """
        if len(sources) == 1 and is_case_file(sources[0]):
            self._desk.reopening.open_named(str(sources[0].path))
            return
        self._desk.reopening.drop()
        self._tell_reading(sources)
        for job in self._adding:
            job.cancel()
        self._adding.clear()
        self._desk.jobs.start(
            tr("reading the logo"),
            Lane.IMAGES,
            partial(find_images, list(sources), MOST_IMAGES),
            replaces="images",
            on_item=self._take,
            on_done=self._finish,
        )

    def add(self, sources: Sequence[LogoSource]) -> None:
        """Add images to the present case; the first one that is new is shown."""
        if not self._images.images:
            self.open(sources)
            return
        if self._images.room < 1:
            text = tr("A case takes {count} images: remove one first.", count=MOST_IMAGES)
            self._desk.messages.refuse(LogoError(text))
            return
        self._tell_reading(sources)
        case = self._images.key
        job = self._desk.jobs.start(
            tr("reading the logo"),
            Lane.IMAGES,
            partial(find_images, list(sources), self._images.room),
            on_item=partial(self._take_more, case),
            on_done=self._finish,
        )
        self._adding.append(job)

    def restore(
        self,
        images: Sequence[CaseImage],
        markings: Mapping[str, Marking],
        shown: tuple[Logo, QImage],
    ) -> None:
        """Bring the images of a case that was opened again, as they were, onto the desk.

        Args:
            images: The images, at least one.
            markings: Digest of an image → what was drawn on it.
            shown: The image that is shown, one of them.
        """
        for key in ("images", "logo", "examination"):
            self._desk.jobs.cancel(key)
        for job in self._adding:
            job.cancel()
        self._adding.clear()
        self._examining.forget()
        self._images.begin(*images)
        for sha256, marking in markings.items():
            self._images.keep_marking(sha256, marking)
        self._images.show(self._images.find(shown[0].sha256))

    def place(self, logo: Logo, picture: QImage) -> None:
        """Put the image on the desk that is to be shown."""
        self._place(logo, picture)

    def show(self, index: int) -> None:
        """Look at another image of the case."""
        self._images.show(index)
        self._look()

    def step(self, by: int) -> None:
        """Look at a later image, or an earlier one."""
        wanted = self._images.neighbour(by)
        if wanted is not None:
            self.show(wanted)

    def remove(self, index: int) -> None:
        """Take an image out of the case; the last one stays."""
        before = self._images.shown
        if self._images.remove(index) and self._images.shown is not before:
            self._look()

    def forget_examinations(self) -> None:
        """Another register is searched: every image is to be examined again."""
        self._images.examined.clear()

    def _tell_reading(self, sources: Sequence[LogoSource]) -> None:
        first = sources[0].name if sources else ""
        what = tr("Reading {name}", name=first)
        if len(sources) > 1:
            count = len(sources)
            what = trn("Reading {count} image", "Reading {count} images", count)
        self._desk.session.set_activity(Progress(what))

    def _take(self, found: Found) -> None:
        self._remember(found.image)
        if found.logo is None or found.picture is None:
            self._images.add(found.image)
            return
        # A former case's images are of no use any more, nor is one of them on its way.
        self._desk.jobs.cancel("logo")
        self._desk.keeping.leave()
        self._images.begin(found.image)
        self._place(found.logo, found.picture)

    def _take_more(self, case: str, found: Found) -> None:
        self._remember(found.image)
        if case != self._images.key:
            return
        self._images.add(found.image)
        if found.logo is not None and found.picture is not None:
            index = self._images.find(found.image.sha256)
            if index != self._images.index:
                self._desk.jobs.cancel("logo")
                self._images.show(index)
                self._show(found.logo, found.picture)

    def _remember(self, image: CaseImage) -> None:
        if isinstance(image.source, FileSource):
            self._desk.recent.add(image.source.path)

    def _finish(self, result: Path | ExaminerError | None) -> None:
        if isinstance(result, Path):
            self._desk.open_register(result)
        elif result is not None:
            self._desk.messages.refuse(result)

    def _look(self) -> None:
        """Bring the image onto the desk that is to be shown."""
        image = self._images.shown
        if image is None:
            return
        present = self._desk.candidate.logo
        self._desk.jobs.cancel("logo")
        if present is not None and present.sha256 == image.sha256:
            return
        known = self._images.examined.get(image.sha256)
        if known is not None:
            self._show(known.logo, known.picture)
            return
        self._desk.session.set_activity(Progress(tr("Reading {name}", name=image.name)))
        self._desk.jobs.start(
            tr("reading the logo"),
            Lane.FILES,
            partial(read_image, image),
            replaces="logo",
            on_done=lambda read: self._show(*read),
            on_error=self._fail,
        )

    def _fail(self, error: Exception) -> None:
        """The image cannot be read any more: the one on the desk is still shown."""
        present = self._desk.candidate.logo
        if present is not None:
            self._images.show(self._images.find(present.sha256))
        self._desk.messages.report(tr("reading the logo"), error)

    def _show(self, logo: Logo, picture: QImage) -> None:
        """Put an image of the case onto the desk, as it was when it was looked at last."""
        self._keep_present()
        self._place(logo, picture)

    def _keep_present(self) -> None:
        """Keep what is known of the image on the desk, where it is still one of the case."""
        candidate = self._desk.candidate
        logo, picture, examination = candidate.logo, candidate.image, candidate.examination
        if logo is None or picture is None or self._images.find(logo.sha256) < 0:
            return
        self._images.keep_marking(logo.sha256, self._desk.question.marking)
        self._images.examined.drop(logo.sha256)
        if examination is not None:
            selected = self._desk.matches.selected
            one = Examined(logo, picture, examination, candidate.crop, selected)
            self._images.examined.keep(one)

    def _place(self, logo: Logo, picture: QImage) -> None:
        desk, known = self._desk, self._images.examined.get(logo.sha256)
        desk.jobs.cancel("examination")
        self._examining.forget()
        desk.question.begin(logo.width, logo.height, self._images.marking(logo.sha256))
        desk.candidate.place(logo, picture)
        desk.switch_pins()
        if known is None:
            self._examining.begin()
            return
        desk.candidate.crop = known.crop
        desk.matches.select(known.selected)
        self._examining.resume(known.examination)
