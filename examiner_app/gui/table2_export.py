"""Table 2 goes out as a picture: into the clipboard, or into a PNG file."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from examiner_app.errors import ExaminerError, ReportError
from examiner_app.gui.desk import Desk
from examiner_app.gui.images import read_image, to_png
from examiner_app.gui.jobs import Lane
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.table2_picture import Table2Content, table2_image
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.open import Register


class Table2Export(QObject):
    """Makes pictures of Table 2 as it is when it is asked.

    Signals:
        made(QImage): A picture for the clipboard.
    """

    made = Signal(QImage)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def content(self) -> Table2Content | None:
        """Return what Table 2 holds now; ``None`` where no mark is pinned."""
        desk, matches = self._desk, self._desk.matches
        logo, marks = desk.candidate.logo, tuple(desk.pins.marks)
        if logo is None or not marks:
            return None
        ranked = (
            (key, mark.index, matches.rank(key, mark.index)) for key in SORT_KEYS for mark in marks
        )
        examination = desk.candidate.examination
        moment = examination.started if examination else datetime.now(UTC)
        return Table2Content(
            logo.name,
            desk.candidate.image or QImage(),
            desk.session.register_name,
            matches.table.count if matches.table else 0,
            moment.astimezone().date().isoformat(),
            marks,
            {(key, index): rank for key, index, rank in ranked if rank is not None},
            matches.sorted_by,
        )

    def copy(self) -> None:
        """Make the picture for the clipboard."""
        self._start(tr("copying Table 2"), "table 2 picture", None)

    def save(self, path: Path, content: Table2Content | None = None) -> None:
        """Write the picture into a PNG file, by default of what is seen."""
        self._start(tr("saving Table 2"), "", path, content)

    def _start(
        self, doing: str, replaces: str, path: Path | None, content: Table2Content | None = None
    ) -> None:
        register, content = self._desk.session.register, content or self.content()
        if register is None or content is None:
            self._desk.messages.refuse(ReportError(tr("Table 2 is empty: pin a match first.")))
            return
        self._desk.jobs.start(
            doing,
            Lane.REPORTS,
            partial(make_picture, register, content, path),
            replaces=replaces,
            on_done=partial(self._finish, path),
        )

    def _finish(self, path: Path | None, image: QImage) -> None:
        if path is None:
            self.made.emit(image)
            self._desk.messages.success(tr("A picture of Table 2 is in the clipboard."))
        else:
            self._desk.messages.success(tr("Table 2 is in {name}.", name=path.name), path)


def make_picture(register: Register, content: Table2Content, path: Path | None) -> QImage:
    """Paint Table 2, and write it where there is a path (in the worker).

    Raises:
        ReportError: The file cannot be written.
    """
    thumbnails = {mark.index: _thumbnail(register, mark.index) for mark in content.marks}
    image = table2_image(content, thumbnails)
    if path is not None:
        try:
            path.write_bytes(to_png(image))
        except OSError as error:
            reason = error.strerror or tr("output error")
            raise ReportError(
                tr(
                    "{name} cannot be written ({reason}): choose another place.",
                    name=path.name,
                    reason=reason,
                )
            ) from error
    return image


def _thumbnail(register: Register, index: int) -> QImage:
    try:
        return read_image(register.thumbnail(index))
    except (ExaminerError, OSError, ValueError):
        # White paper in its place: the ranks are still worth a picture.
        return QImage()
