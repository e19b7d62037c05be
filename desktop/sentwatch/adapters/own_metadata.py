"""What the installed distribution says of itself: the release page its packager named, if any."""

from __future__ import annotations

import string
from importlib import metadata
from typing import Final

DISTRIBUTION: Final = "sentwatch"
LABEL: Final = "releasepage"
"""In pyproject.toml: [project.urls] "Release page" = "https://…". Labels are compared without case, blanks and signs.

Source: packaging.python.org, "Well-known Project URLs in Metadata" (PEP 753), read 2026-11-25.
"""
_DROPPED: Final = str.maketrans("", "", string.punctuation + string.whitespace)


def named_release_page() -> str:
    """The address this build names; empty where it names none, and where it runs without metadata (a bare folder)."""
    try:
        urls = metadata.metadata(DISTRIBUTION).get_all("Project-URL") or ()
    except metadata.PackageNotFoundError:
        return ""
    for line in urls:
        label, _, address = str(line).partition(",")
        if label.translate(_DROPPED).lower() == LABEL:
            return address.strip()
    return ""
