"""What the window asks in windows of its own: which logo, which register, whether to close."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from examiner_app import __version__
from examiner_app.errors import ExaminerError
from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.sources import FileSource
from examiner_app.gui.widgets.message_bar import MessageList
from examiner_app.resources import demo_logos
from examiner_app.settings import LOGO_FOLDER, REGISTER
from examiner_app.translation import tr

IMAGES = tr("Images (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.gif *.bmp);;All files (*)")


class WindowDialogs:
    """Asks for files and folders, and hands the answers to the desk."""

    def __init__(self, window: QMainWindow, desk: Desk, preferences: Preferences) -> None:
        self._window = window
        self._desk = desk
        self._preferences = preferences

    def choose_logo(self) -> None:
        """Ask for the candidate's files; several are the images of one case."""
        sources = self._ask_images(tr("Open a candidate logo"))
        if sources:
            self._desk.case.open(sources)

    def add_images(self) -> None:
        """Ask for further images of the same mark."""
        sources = self._ask_images(tr("Add images to the case"))
        if sources:
            self._desk.case.add(sources)

    def _ask_images(self, title: str) -> list[FileSource]:
        folder = self._preferences.get(LOGO_FOLDER)
        names, _ = QFileDialog.getOpenFileNames(self._window, title, folder, IMAGES)
        if names:
            self._preferences.set(LOGO_FOLDER, str(Path(names[0]).parent))
        return [FileSource(Path(name)) for name in names]

    def choose_register(self) -> None:
        """Ask for a register's folder."""
        folder = self._preferences.get(REGISTER)
        name = QFileDialog.getExistingDirectory(
            self._window, tr("Open the folder of a register"), folder
        )
        if name:
            self._desk.open_register(Path(name))

    def try_sample(self) -> None:
        """Examine the first sample logo that is shipped."""
        try:
            samples = sorted(path for path in demo_logos().iterdir() if path.is_file())
        except ExaminerError as error:
            self._desk.messages.refuse(error)
            return
        if samples:
            self._desk.examine(FileSource(samples[0]))

    def may_close(self) -> bool:
        """Ask before a long task is ended, and before anything of a case is lost."""
        return self._may_stop_task() and self._may_stop_writing() and self._may_lose_case()

    def _may_stop_task(self) -> bool:
        if not self._desk.tasks.state.running:
            return True
        title = self._desk.tasks.state.title
        question = tr(
            "{title} is not finished. What is finished is kept. Stop it and quit?", title=title
        )
        if not self._desk.tasks.state.keeps:
            question = tr("{task} is not finished. Stop it and quit?", task=title)
        answer = QMessageBox.question(self._window, tr("A task is running"), question)
        return answer == QMessageBox.StandardButton.Yes

    def _may_stop_writing(self) -> bool:
        if not (self._desk.exporting or self._desk.cases.writing):
            return True
        question = tr("A file is still being written. Close Examiner without it?")
        answer = QMessageBox.question(self._window, tr("Close Examiner"), question)
        return answer == QMessageBox.StandardButton.Yes

    def _may_lose_case(self) -> bool:
        if not self._desk.keeping.unsaved:
            return True
        self._desk.keeping.save()
        question = tr(
            "Some marks, notes, pins or searches could not be written to disk; Messages says why. "
            "Close Examiner all the same, and lose them?"
        )
        answer = QMessageBox.question(self._window, tr("Close Examiner"), question)
        return answer == QMessageBox.StandardButton.Yes

    def list_messages(self) -> None:
        """Show all messages since the start."""
        MessageList(self._desk.messages.history, self._window).open()

    def about(self) -> None:
        """Say what this program is."""
        QMessageBox.about(
            self._window,
            tr("About Examiner"),
            tr(
                "<b>Examiner {version}</b><p>Finds earlier trademarks that look like a "
                "candidate logo, and shows why.</p><p>After “Component-based Attention for "
                "Large-scale Trademark Retrieval” by Tursun, Denman, Sivapalan, Sridharan, "
                "Fookes and Mau.</p>",
                version=__version__,
            ),
        )
