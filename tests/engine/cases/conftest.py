"""Registers of given vectors."""

from __future__ import annotations

from random_registers import make_register

__all__ = ["make_register"]
