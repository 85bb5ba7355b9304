"""The window: a thin front on the engine."""

from examiner_app.gui.unread import leave_sources_unread

leave_sources_unread()
