"""Every scene there is, by what it shows."""

from __future__ import annotations

from shots.scenes import (
    accounts,
    checklist,
    device,
    dialogs,
    domain,
    incident,
    kit,
    mail,
    overview,
    rules,
    sending,
    settings,
    sign_in,
)

SCENES = tuple(
    scene
    for area in (
        overview,
        sending,
        rules,
        sign_in,
        checklist,
        domain,
        device,
        incident,
        mail,
        accounts,
        settings,
        dialogs,
        kit,
    )
    for scene in area.SCENES
)
