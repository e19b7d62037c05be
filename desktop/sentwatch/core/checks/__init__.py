"""The checks: one file each, listed in ALL_CHECKS."""
