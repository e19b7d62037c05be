"""Words: translation and rendering of findings, troubles, dates and numbers."""
