"""Words why a file could not be read, so that nobody is shown the system's own English."""

from __future__ import annotations

import os

from sentwatch.core.phrase import N_, Phrase, phrase


def os_reason(error: OSError) -> Phrase:
    """Word what the system said."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return phrase(N_("there is no such file or folder"))
    if isinstance(error, PermissionError):
        return phrase(N_("you may not read it"))
    return phrase(N_("the system could not read it ({detail})"), detail=os.strerror(error.errno or 0))
