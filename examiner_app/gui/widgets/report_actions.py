"""Reports, and the window in which they are previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examiner_app.gui.report_preview import ReportPreview

if TYPE_CHECKING:
    from examiner_app.gui.theme import Theme
    from examiner_app.gui.widgets.main_window import MainWindow
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

    def make(self) -> ReportWindow:
        """Return the window, made where it was not yet; it need not be open."""
        if self.window is None:
            from examiner_app.gui.widgets.report_window import ReportWindow

            main = self._main
            self.window = ReportWindow(main.desk, self.preview, self._theme, main.preferences, main)
        return self.window

    def open(self, *, file_copy: bool = False) -> None:
        """Preview a report of what the window shows."""
        self.make().open(file_copy=file_copy)

    def close(self) -> None:
        """Close the window, if it is open."""
        if self.window is not None:
            self.window.close()
