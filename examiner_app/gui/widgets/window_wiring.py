"""What the actions and buttons of the window do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examiner_app.gui.widgets.matches_panel import MATCHES, TABLE2

if TYPE_CHECKING:
    from examiner_app.gui.widgets.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Connect the actions and the panels of a window with what they are for."""
    actions, dialogs, matches = window.actions_, window.dialogs, window.matches
    actions.open_logo.triggered.connect(dialogs.choose_logo)
    actions.paste.triggered.connect(window.paste)
    window.image_actions.add.triggered.connect(dialogs.add_images)
    window.image_actions.paste.triggered.connect(lambda: window.drops.paste(adds=True))
    actions.open_register.triggered.connect(dialogs.choose_register)
    actions.export.triggered.connect(window.reports.open)
    window.case.file_copy.triggered.connect(lambda: window.reports.open(file_copy=True))
    actions.close_window.triggered.connect(window.close)
    actions.copy_table.triggered.connect(window.copy_table)
    actions.show_matches.triggered.connect(lambda: matches.show_tab(MATCHES))
    actions.show_table.triggered.connect(lambda: matches.show_tab(TABLE2))
    actions.filter.triggered.connect(matches.toggle_filter)
    actions.larger.triggered.connect(lambda: matches.grid.step(1))
    actions.smaller.triggered.connect(lambda: matches.grid.step(-1))
    actions.compare.triggered.connect(window.show_comparison)
    window.register_actions.show.triggered.connect(window.show_registers)
    window.register_actions.build.triggered.connect(lambda: window.show_registers().build_new())
    window.status.task_clicked.connect(window.models.show_task)
    window.status.models_clicked.connect(window.models.open)
    window.compare.compare_wanted.connect(window.show_comparison)
    matches.grid.compared.connect(window.show_comparison)
    matches.table.compared.connect(window.show_comparison)
    matches.table2_page.compared.connect(window.show_comparison)
    actions.messages.triggered.connect(dialogs.list_messages)
    window.desktop.tour.triggered.connect(window.tour.start)
    actions.about.triggered.connect(dialogs.about)
    window.candidate.open_wanted.connect(dialogs.choose_logo)
    window.candidate.paste_wanted.connect(window.paste)
    window.candidate.sample_wanted.connect(dialogs.try_sample)
    matches.register_wanted.connect(dialogs.choose_register)
    matches.copy_wanted.connect(window.copy_table)
    window.desk.reopening.folders = lambda: window.registers.state.paths
