"""Reports, and the window in which they are previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examiner_app.gui.report_preview import ReportPreview

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from examiner_app.gui.theme import Theme
    from examiner_app.gui.widgets.main_window import MainWindow
    from examiner_app.gui.widgets.report_choices import ReportChoices
    from examiner_app.gui.widgets.report_window import ReportWindow


class ReportActions:
    """What can be done with reports.

    Attributes:
        preview: The report that is previewed.
        window: The window about it; ``None`` until it was made.
    """

    def __init__(self, window: MainWindow, theme: Theme) -> None:
        self._main = window
        self._theme = theme
        self.preview = ReportPreview(window.desk)
        self.window: ReportWindow | None = None
        self._choices: ReportChoices | None = None

    @property
    def makes(self) -> tuple[Callable[[], QWidget], ...]:
        """What makes the window, in turns of the event loop of their own: one would be long."""
        return self.make_choices, self.make

    def make_choices(self) -> ReportChoices:
        """Return the choices of the window, made where they were not yet."""
        if self._choices is None:
            from examiner_app.gui.widgets.report_choices import ReportChoices

            self._choices = ReportChoices(self.preview)
        return self._choices

    def make(self) -> ReportWindow:
        """Return the window, made where it was not yet; it need not be open."""
        if self.window is None:
            from examiner_app.gui.widgets.report_window import ReportWindow

            main = self._main
            choices = self.make_choices()
            self.window = ReportWindow(main.desk, choices, self._theme, main.preferences, main)
        return self.window

    def open(self, *, file_copy: bool = False) -> None:
        """Preview a report of what the window shows."""
        self.make().open(file_copy=file_copy)

    def close(self) -> None:
        """Close the window, if it is open."""
        if self.window is not None:
            self.window.close()
