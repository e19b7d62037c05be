"""Exports of password stores, read in memory only."""

from sentwatch.adapters.password_exports.reading import read_export, read_export_file

__all__ = ["read_export", "read_export_file"]
