"""Exact ranks of every mark under every method, and their fusion."""
