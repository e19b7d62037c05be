"""How the standing of a checklist step looks: shape and colour, so that colour is never alone."""

from __future__ import annotations

import enum
from typing import Final


class StepLook(enum.Enum):
    """What is shown before a step."""

    DONE = "done"
    LOOK = "look"
    TO_DO = "to-do"
    OPEN = "open"
    AGAIN = "again"
    LATER = "later"
    LEFT_OUT = "left-out"


STEP_ICONS: Final = {
    StepLook.DONE: ("fine", "fine"),
    StepLook.LOOK: ("notice", "notice"),
    StepLook.TO_DO: ("warning", "warning"),
    StepLook.OPEN: ("step-open", "muted"),
    StepLook.AGAIN: ("step-again", "accent"),
    StepLook.LATER: ("later", "muted"),
    StepLook.LEFT_OUT: ("step-left-out", "muted"),
}
"""Icon and colour of each."""
