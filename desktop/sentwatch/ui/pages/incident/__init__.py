"""The incident guide: how to begin one, its steps, its letters and its journal."""
