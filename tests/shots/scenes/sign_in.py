"""The page of signing in, and the pages behind its rows."""

from __future__ import annotations

from shots.scene import Scene, settle


def sign_in_view(key, name, then=None):
    """Open a page behind a row of the sign-in page."""

    def act(window):
        from PySide6.QtWidgets import QApplication

        page = window.frame.page("sign-in")
        page.open_view(key, name)
        settle(window)
        if then is not None:
            then(window, page.view)
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()

    return act


def agree(window):
    """Press the button of the question that is open."""
    from sentwatch.ui.dialogs.question import QuestionDialog

    next(d for d in window.frame.findChildren(QuestionDialog) if d.isVisible()).do.click()
    settle(window)


def review_in_use(window, view):
    view.review.click()
    agree(window)
    settle(window)


def ask_consent(window, view):
    view.review.click()


def show_end(window, view):
    view.pane.verticalScrollBar().setValue(view.pane.verticalScrollBar().maximum())


def type_password(window, view):
    view.secret.field.setText("Aoyama2019!")
    view.names.field.setText("森下 花")
    view.submit.click()
    settle(window)


def make_random(window, view):
    view.sort._group.button(1).click()
    settle(window)


def look_at_entries(window, view):
    from support.sign_in_facts import URI, WEAK_URI

    view.read_bytes(f"{URI}\n{WEAK_URI}".encode())
    settle(window)


def look_at_the_list(window, view):
    look_at_entries(window, view)
    view.pane.verticalScrollBar().setValue(view.list.y() - 16)


def keep_one(window, view):
    from support.sign_in_facts import URI

    view.read_bytes(URI.encode())
    settle(window)
    view.list._keep("Aoyama Mail: hana")
    agree(window)
    settle(window)
    view.kept.show_codes.click()
    settle(window)
    view.pane.verticalScrollBar().setValue(view.kept.y() - 16)


def show_qr(window, view):
    look_at_entries(window, view)
    view.list._move("Aoyama Mail: hana")
    settle(window)


def compare_code(window, view):
    from sentwatch.ui.pages.sign_in.otp_sheets import CompareSheet

    look_at_entries(window, view)
    view.list._compare("Aoyama Mail: hana")
    settle(window)
    dialog = next(d for d in view.findChildren(CompareSheet) if d.isVisible())
    dialog.first.field.setText("000000")
    dialog.submit.click()
    settle(window)


def keep_backup_codes(window, view):
    app = window.frame.page("sign-in").bench.app
    from support.sign_in_facts import SHOP

    book = app.backup_codes(SHOP)
    kept = book.keep(SHOP.address, tuple(f"{4821 + 317 * n:04d} {9037 - 611 * n:04d}" for n in range(5)))
    for code in book.opened(kept.id).codes[:3]:
        book.use(kept.id, code)
    app.backup_codes().keep("Tax office", ("1f4a2-9c0de", "77aab-0c1d2", "9e3f0-b2a41"))
    view.bench.tell_anew()
    settle(window)


def show_backup_codes(window, view):
    keep_backup_codes(window, view)
    list(view.kept.rows.values())[-1].show_button.click()
    settle(window)


def read_backup_codes(window, view):
    view.taking.take("SAVE YOUR BACKUP CODES\n" + "".join(f"{n}. {n}821 90{n}7\n" for n in range(1, 9)))
    settle(window)


def ask_for_backup_codes(window, view):
    keep_backup_codes(window, view)
    read_backup_codes(window, view)
    view.taking.keep.click()
    settle(window)


def compare_clock(window, view):
    """As a server that tells the time in its greeting would have it; nobody is asked here."""
    from sentwatch.core.clock_offset import CLOCK_SILENT, ClockLook, ClockOffset, ClockWay
    from sentwatch.core.trouble import Trouble

    silent = Trouble(CLOCK_SILENT, host="imap.gmail.com")
    offset = ClockOffset(host="smtp-mail.outlook.com", least_s=-0.4, most_s=0.9, way=ClockWay.OPEN_GREETING)
    view.clock._found = (ClockLook(offset=offset, asked=(silent,)), ())
    view.telling_wanted.emit()
    settle(window)
    show_end(window, view)


def nobody_told(window, view):
    from sentwatch.core.clock_offset import CLOCK_NOT_GREETED, CLOCK_SILENT, ClockLook
    from sentwatch.core.trouble import Trouble

    kinds = ((CLOCK_NOT_GREETED, "smtp.gmail.com"), (CLOCK_SILENT, "imap.gmail.com"))
    view.clock._found = (ClockLook(asked=tuple(Trouble(kind, host=host) for kind, host in kinds)), ())
    view.telling_wanted.emit()
    settle(window)
    show_end(window, view)


SCENES = (
    Scene("sign-in-told", page="sign-in", known="told"),
    Scene("sign-in-first", page="sign-in", known="first"),
    Scene("sign-in-methods", page="sign-in", known="told", act=sign_in_view("shop", "methods")),
    Scene("sign-in-recovery", page="sign-in", known="told", act=sign_in_view("shop", "recovery")),
    Scene("sign-in-access", page="sign-in", known="told", act=sign_in_view("shop", "access")),
    Scene("sign-in-access-end", page="sign-in", known="told", act=sign_in_view("shop", "access", show_end)),
    Scene("sign-in-password", page="sign-in", known="told", act=sign_in_view("office", "password")),
    Scene("sign-in-password-end", page="sign-in", known="told", act=sign_in_view("office", "password", show_end)),
    Scene("sign-in-consent", page="sign-in", known="told", act=sign_in_view("office", "password", ask_consent)),
    Scene("sign-in-reviewed", page="sign-in", known="told", act=sign_in_view("office", "password", review_in_use)),
    Scene("sign-in-typed", page="sign-in", known="told", act=sign_in_view("tools", "check-password")),
    Scene("sign-in-typed-result", page="sign-in", act=sign_in_view("tools", "check-password", type_password)),
    Scene("sign-in-make", page="sign-in", act=sign_in_view("tools", "make-password")),
    Scene("sign-in-make-random", page="sign-in", act=sign_in_view("tools", "make-password", make_random)),
    Scene("sign-in-codes", page="sign-in", known="told", act=sign_in_view("tools", "authenticator")),
    Scene(
        "sign-in-codes-read", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", look_at_the_list)
    ),
    Scene("sign-in-codes-kept", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", keep_one)),
    Scene("sign-in-codes-qr", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", show_qr)),
    Scene(
        "sign-in-codes-compare", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", compare_code)
    ),
    Scene("sign-in", page="sign-in"),
    Scene("sign-in-clock", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", compare_clock)),
    Scene("sign-in-clock-not", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", nobody_told)),
    Scene("sign-in-backup", page="sign-in", known="told", act=sign_in_view("tools", "backup-codes")),
    Scene(
        "sign-in-backup-kept",
        page="sign-in",
        known="told",
        act=sign_in_view("tools", "backup-codes", keep_backup_codes),
    ),
    Scene(
        "sign-in-backup-shown",
        page="sign-in",
        known="told",
        act=sign_in_view("tools", "backup-codes", show_backup_codes),
    ),
    Scene(
        "sign-in-backup-read",
        page="sign-in",
        known="told",
        act=sign_in_view("tools", "backup-codes", read_backup_codes),
    ),
    Scene(
        "sign-in-backup-ask",
        page="sign-in",
        known="told",
        act=sign_in_view("tools", "backup-codes", ask_for_backup_codes),
    ),
)
