"""The window: a thin front on the engine."""
