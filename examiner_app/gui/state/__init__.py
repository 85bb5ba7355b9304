"""Conditions of the window, tested without a window."""
