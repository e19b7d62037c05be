"""Dialogs and the menu, over whatever page."""

from __future__ import annotations

from shots.scene import Scene


def trouble(window):
    from sentwatch.core.trouble import CERTIFICATE_REFUSED, Trouble

    window.session.troubled.emit(Trouble(CERTIFICATE_REFUSED, host="mail.aoyama-insatsu.example"), lambda: None)


def crash(window):
    try:
        window.session.actions.known().nothing  # noqa: B018 - the fault that is shown
    except AttributeError as problem:
        window.show_crash(problem)


def question(window):
    from sentwatch.ui.dialogs.question import QuestionDialog
    from sentwatch.ui.presenters.accounts import accounts, removal

    page = window.frame.page("accounts")
    view = accounts(window.session.known, window.language.words, now=window.session.actions.now()).accounts[0]
    QuestionDialog(window.theme, removal(view, window.language.words), parent=page).open()


def about(window):
    window.frame.show_about()


def show_help(window):
    window.frame.show_help()


def menu(window):
    header = window.frame._header
    header.menu.popup(header.more.mapToGlobal(header.more.rect().bottomLeft()))


SCENES = (
    Scene("dialog-trouble", act=trouble),
    Scene("dialog-crash", act=crash),
    Scene("dialog-question", page="accounts", act=question),
    Scene("dialog-about", act=about),
    Scene("dialog-help", act=show_help),
    Scene("menu", act=menu),
    Scene("dialog-about-newer", known="newer", act=about),
)
