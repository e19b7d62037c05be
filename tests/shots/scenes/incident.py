"""The guide after a break-in, from its beginning to its end."""

from __future__ import annotations

from pathlib import Path

from shots.scene import Scene, scroll_to_end, settle, until


def show_part(part):
    def show(window):
        page = window.frame.page("incident")
        page.parts._group.button(["steps", "letters", "record"].index(part)).click()

    return show


def second_guide(window):
    show_part("record")(window)
    window.frame.page("incident").record.another.click()


def save_evidence(window):
    window.frame.page("incident").steps.evidence_wanted.emit()


def lock_evidence(window):
    from sentwatch.ui.dialogs.save_evidence import SaveEvidenceDialog

    save_evidence(window)
    dialog = window.frame.findChild(SaveEvidenceDialog)
    dialog.lock.switch.click()
    dialog.passphrase.field.setText("correct horse")
    dialog._is_filled()


def evidence_saved(window):
    from tempfile import mkdtemp

    from sentwatch.ui.dialogs import save_evidence as dialogs

    place = Path(mkdtemp()) / "sentwatch-evidence.zip"
    dialogs.place_to_save = lambda *_: place
    save_evidence(window)
    dialog = window.frame.findChild(dialogs.SaveEvidenceDialog)
    dialog.save.click()
    until(lambda: not dialog._result.isHidden())


SCENES = (
    Scene("incident-begin", page="incident"),
    Scene("incident-fresh", page="incident", store="fresh"),
    Scene("incident-steps", page="incident", store="under-way"),
    Scene("incident-steps-end", page="incident", store="under-way", act=scroll_to_end),
    Scene("incident-letters", page="incident", store="under-way", act=show_part("letters")),
    Scene(
        "incident-letters-end",
        page="incident",
        store="under-way",
        act=lambda w: (show_part("letters")(w), settle(w), scroll_to_end(w)),
    ),
    Scene("incident-record", page="incident", store="under-way", act=show_part("record")),
    Scene("incident-over", page="incident", store="over"),
    Scene("incident-second", page="incident", store="under-way", act=second_guide),
    Scene("incident-overview", store="under-way"),
    Scene(
        "incident-finding",
        page="sending",
        store="sample",
        act=lambda w: w.frame.page("sending")._scroll.verticalScrollBar().setValue(500),
    ),
    Scene("incident-evidence", page="incident", store="fresh", act=save_evidence),
    Scene("incident-evidence-locked", page="incident", store="fresh", act=lock_evidence),
    Scene("incident-evidence-saved", page="incident", store="fresh", act=evidence_saved),
)
