"""Examiner: find earlier trademarks that look like a candidate logo, and show why."""

__version__ = "0.1.0"
