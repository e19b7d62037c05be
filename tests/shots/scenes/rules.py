"""The page of rules, and what is asked before one is changed."""

from __future__ import annotations

from shots.scene import ROOT, Scene, scroll_to_end, settle, until


def card_of(window, key):
    page = window.frame.page("rules")
    until(lambda: key in page.cards)
    page._scroll.verticalScrollBar().setValue(page.cards[key].mapTo(page._scroll.widget(), origin()).y() - 16)
    return page.cards[key]


def origin():
    from PySide6.QtCore import QPoint

    return QPoint(0, 0)


def rules_place(window):
    card_of(window, "reads")


def rules_details(window):
    page = window.frame.page("rules")
    page.actions_on_rules.look_everywhere()
    settle(window)
    card_of(window, "reads").rows[0].fold.open()
    settle(window)
    card_of(window, "reads")


def rules_approve(window):
    card = card_of(window, "reads")
    card.acted.emit("approve", card.view.rows[0])


def rules_off(window):
    card = card_of(window, "reads")
    card.acted.emit("off", card.view.rows[0])


def rules_switched_off(window):
    from PySide6.QtWidgets import QDialog

    rules_off(window)
    settle(window)
    next(d for d in window.findChildren(QDialog) if d.isVisible()).accept()
    settle(window)
    card_of(window, "reads")


def rules_guide(window):
    card_of(window, "unread").acted.emit("guide", None)


def rules_files(window):
    page = window.frame.page("rules")
    corpus = ROOT / "tests" / "corpus" / "rules"
    page.open_files((corpus / "indicators" / "R01-fires.sieve", corpus / "ordinary" / "mailFilters.xml"))
    settle(window)
    page._scroll.verticalScrollBar().setValue(page.opened.y() - 16)


SCENES = (
    Scene("rules", page="rules"),
    Scene("rules-first", page="rules", known="first"),
    Scene("rules-read", page="rules", known="rules"),
    Scene("rules-place", page="rules", known="rules", act=rules_place),
    Scene("rules-details", page="rules", known="rules", act=rules_details),
    Scene("rules-approve", page="rules", known="rules", act=rules_approve),
    Scene("rules-off", page="rules", known="rules", act=rules_off),
    Scene("rules-switched-off", page="rules", known="rules", act=rules_switched_off),
    Scene("rules-guide", page="rules", known="rules", act=rules_guide),
    Scene("rules-files", page="rules", known="rules", act=rules_files),
    Scene("rules-end", page="rules", known="rules", act=scroll_to_end),
)
