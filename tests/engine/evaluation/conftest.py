"""Fixtures: registers of given vectors."""

from __future__ import annotations

from random_registers import make_register, unit

__all__ = ["make_register", "unit"]
