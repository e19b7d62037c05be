"""The first page in each of its states."""

from __future__ import annotations

from shots.scene import Scene, scroll_to_end, until


def hold_check(window):
    import threading

    window.session.actions.gate = threading.Event()
    window.session.check_now()
    until(lambda: window.frame._step is not None and window.frame._step.done >= 331 * 4)


SCENES = (
    Scene("overview"),
    Scene("overview-end", act=scroll_to_end),
    Scene("overview-quiet", known="quiet"),
    Scene("overview-first", known="first"),
    Scene("overview-offline", known="offline"),
    Scene("overview-shut", known="shut"),
    Scene("overview-trouble", known="trouble"),
    Scene("overview-not-yet", known="not-yet"),
    Scene("overview-checking", act=hold_check),
)
