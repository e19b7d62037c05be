"""Scenes of the set-up assistant, of one account's settings, and of mail in files: (name, what is done on the accounts page)."""

from __future__ import annotations

import threading
from dataclasses import replace


def assistant(window):
    window.frame.add_account()
    return window.frame.above.view


def is_held(window):
    """Whether a scene shows work that does not end by itself."""
    return isinstance(window.frame._app.__dict__.get("discover"), HeldSearch)


def end(window):
    """Leave the scene, with nothing running in it any more."""
    window.frame._app.__dict__.pop("discover", None)
    if window.frame.above.view is not None:
        window.frame.above.view.close_now()
    window.session.cancel_check()


def settle():
    from PySide6.QtTest import QTest

    QTest.qWait(60)


def until(done):
    from PySide6.QtTest import QTest

    for _ in range(2000):
        if done():
            return
        QTest.qWait(10)
    raise TimeoutError


def go_to_server(window, address, discover=None):
    app = window.frame._app
    app.__dict__.pop("discover", None)
    if discover is not None:
        app.__dict__["discover"] = discover
    view = assistant(window)
    view.address.address.field.setText(address)
    view.go_on.click()
    settle()
    return view


def idle(view):
    until(lambda: not view.stage.task.is_busy)
    settle()


class HeldSearch:
    """A search that stands at its third step."""

    def run(self, address, *, cancel, show):
        import time

        for step in steps_without_a_server(address)[:2]:
            show(step)
        while True:
            cancel.check()
            time.sleep(0.01)


class NothingFound:
    """A search that ends without a server."""

    def run(self, address, *, cancel, show):
        from sentwatch.core.discovery import Discovery

        return Discovery(address=address, domain=address.partition("@")[2], steps=steps_without_a_server(address))


def steps_without_a_server(address):
    from sentwatch.core.discovery import NOTHING, Ending, Source, StepSeen
    from sentwatch.core.phrase import N_, phrase

    domain = address.partition("@")[2]
    said = {
        Source.TABLE: phrase(N_("{domain} is not in our table."), domain=domain),
        Source.MX: phrase(N_("Mail goes to {host}, which is not in our table."), host=f"mx.{domain}"),
        Source.COMMON_NAMES: phrase(N_("No server answers under the usual names.")),
    }
    return tuple(StepSeen(source=one, ending=Ending.NOTHING, words=said.get(one, NOTHING)) for one in Source)


def typed(window):
    view = assistant(window)
    view.address.address.field.setText("tanaka@aoyama-insatsu.example")


def known_address(window):
    from support import window_facts as facts

    view = assistant(window)
    view.address.address.field.setText(facts.OFFICE_ACCOUNT.address)
    view.address._tell()


def search(window):
    go_to_server(window, "tanaka@aoyama-insatsu.example", HeldSearch())


def found(window):
    view = go_to_server(window, "tanaka@gmail.com")
    idle(view)
    view.server.how.open()


def nothing_found(window):
    view = go_to_server(window, "tanaka@aoyama-insatsu.example", NothingFound())
    idle(view)
    view.go_on.click()


def blocked(window):
    idle(go_to_server(window, "tanaka@rakumail.jp"))


def sign_in(window, address="tanaka@gmail.com"):
    view = go_to_server(window, address)
    idle(view)
    view.go_on.click()
    settle()
    idle(view)
    return view


def password(window):
    from sentwatch.core.sign_in_ways import Way

    view = sign_in(window, "tanaka@outlook.jp")
    if view.draft.ways is not None and Way.PASSWORD in view.draft.ways.offered:
        view.sign_in._choose(Way.PASSWORD)


def guide(window):
    view = sign_in(window)
    view.sign_in.guide.click()


def client(window):
    from sentwatch.core.sign_in_ways import Way

    view = sign_in(window)
    view.sign_in._choose(Way.BROWSER)


def refused(window):
    from sentwatch.core.trouble import APP_PASSWORD_NEEDED, Trouble

    view = sign_in(window)
    view.sign_in.secret.field.setText("0123 4567 89")
    view.sign_in._fail(
        Trouble(APP_PASSWORD_NEEDED, host="imap.gmail.com", url="https://myaccount.google.com/apppasswords")
    )


def locked(window):
    from sentwatch.core.trouble import KEYRING_LOCKED, Trouble

    view = sign_in(window)
    view.sign_in._fail(Trouble(KEYRING_LOCKED))


def for_session(window):
    view = sign_in(window)
    view.draft.has_keyring = False
    view.sign_in._show()


def outside(window, way):
    from sentwatch.core.phrase import N_, phrase
    from sentwatch.core.sign_in_ways import Way, Ways
    from sentwatch.ui.assistant.sign_in_work import PageStep

    view = sign_in(window, "tanaka@outlook.jp")
    service = next(one for one in window.frame._app.oauth_services if one.id == "microsoft")
    view.draft.ways = Ways(
        offered=(Way.BROWSER, Way.CODE),
        provider=view.draft.ways.provider,
        service=replace(service, client_id="6a1c0b6e-sample"),
    )
    view.draft.way = way
    view.sign_in._show()
    if way is None:
        return view
    view.sign_in._is_outside = True
    view.sign_in.outside.begin(way)
    panel = view.sign_in.outside
    # Nobody is sent anywhere from here: as if the browser had been opened already.
    panel._open = lambda: None
    panel.show_step(
        PageStep(
            what=phrase(N_("Signing in …")),
            page="https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=6a1c0b6e-sample&response_type=code",
            host="login.microsoftonline.com" if way is Way.BROWSER else "www.microsoft.com",
            ends_in_s=287,
            code="H7K9-QTMD" if way is Way.CODE else "",
        )
    )
    view.sign_in._show()
    return view


def browser(window):
    from sentwatch.core.sign_in_ways import Way

    view = outside(window, Way.BROWSER)
    view.sign_in._is_outside = False
    view.sign_in._show()


def in_browser(window):
    from sentwatch.core.sign_in_ways import Way

    outside(window, Way.BROWSER)


def with_code(window):
    from sentwatch.core.sign_in_ways import Way

    outside(window, Way.CODE)


def signed_in(window, *, folders=("INBOX", "Sent", "送信済み", "Trash")):
    from sentwatch.core.accounts import Folder
    from sentwatch.core.folders import FolderRole, find_folder
    from sentwatch.core.sign_in_ways import Way
    from sentwatch.ports.mail import Credential
    from sentwatch.service.add_account import Opened, SignInResult
    from sentwatch.ui.assistant.sign_in_work import Tried

    view = sign_in(window)
    listed = tuple(Folder(name=name) for name in folders)
    result = SignInResult(folders=listed, folder_roles={role: find_folder(listed, role) for role in FolderRole})
    view.draft.way = Way.APP_PASSWORD
    view.sign_in._take(
        Tried(
            account=view.draft.account,
            result=result,
            opened=Opened(credential=Credential("x")),
            local_zone="Asia/Tokyo",
        )
    )
    return view


def mailbox(window):
    signed_in(window, folders=("INBOX", "Sent", "Trash"))


def folder_unclear(window):
    view = signed_in(window)
    view.go_on.click()


def looking(window):
    from sentwatch.core.phrase import N_, phrase
    from sentwatch.ports.progress import Step

    view = signed_in(window, folders=("INBOX", "Sent", "Trash"))
    window.session.actions.gate = threading.Event()
    view.go_on.click()
    until(lambda: window.session.is_checking)
    settle()
    view.look._progressed(
        Step(what=phrase(N_("Reading the sent mail")), done=1324, total=3310, rate_per_s=412.0, left_s=4.8)
    )
    return view


def stopped(window):
    looking(window)
    window.session.cancel_check()
    until(lambda: not window.session.is_checking)
    settle()


def first_report(window):
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.progress import silent
    from support import window_facts as facts

    view = looking(window)
    report = replace(facts.sample_report(), account_key=view.draft.account.id)
    view.look._report = report
    sample = window.frame._app.look_at_files(
        str(facts.FOLDER / facts.ABOUT["mail"]), address=facts.ABOUT["address"], progress=silent, cancel=CancelToken()
    )
    view.look._history = sample.look.history
    sample.close()
    window.session.actions.gate.set()
    view.look._show()


def settings(window):
    from support import window_facts as facts

    window.frame.page("accounts").open_account(facts.OFFICE)


def settings_end(window):
    settings(window)
    settle()
    bar = window.frame.page("accounts").settings._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())


def removed(window):
    from sentwatch.service.add_account import Removal
    from support import window_facts as facts

    page = window.frame.page("accounts")
    page._removed = (facts.OFFICE_ACCOUNT.address, Removal(rows_left=0, is_secret_gone=True))
    page.telling_wanted.emit()


def zones(window):
    from sentwatch.ui.dialogs.pick import PickDialog
    from sentwatch.ui.pages.account_settings import _pick_view

    settings(window)
    settle()
    page = window.frame.page("accounts").settings
    names = window.frame._app.time_zones()
    PickDialog(window.theme, _pick_view(page._view.zone, page._view), names, "Asia/Tokyo", parent=page).open()


def files(window):
    window.frame.look_at_files()


def files_found(window):
    from support import window_facts as facts

    window.frame.look_at_files((str(facts.FOLDER / facts.ABOUT["mail"]),))
    until(lambda: window.frame.above.view.found.header is not None)
    settle()


def files_letter(window):
    files_found(window)
    view = window.frame.above.view
    view.found.browser.open_finding(view.found.browser.list.chosen)
    settle()
    view._scroll.verticalScrollBar().setValue(view.found.browser.y() - 24)


def files_wrong(window):
    window.frame.look_at_files(("/etc/hostname",))
    view = window.frame.above.view
    until(lambda: not view._task.is_busy)


SCENES = (
    ("assistant", typed),
    ("assistant-known", known_address),
    ("assistant-search", search),
    ("assistant-server", found),
    ("assistant-nothing", nothing_found),
    ("assistant-blocked", blocked),
    ("assistant-password", password),
    ("assistant-app-password", sign_in),
    ("assistant-guide", guide),
    ("assistant-client", client),
    ("assistant-refused", refused),
    ("assistant-locked", locked),
    ("assistant-for-session", for_session),
    ("assistant-browser", browser),
    ("assistant-in-browser", in_browser),
    ("assistant-with-code", with_code),
    ("assistant-mailbox", mailbox),
    ("assistant-folder", folder_unclear),
    ("assistant-looking", looking),
    ("assistant-stopped", stopped),
    ("assistant-found", first_report),
    ("account-settings", settings),
    ("account-settings-end", settings_end),
    ("account-removed", removed),
    ("dialog-pick", zones),
    ("files", files),
    ("files-found", files_found),
    ("files-letter", files_letter),
    ("files-wrong", files_wrong),
)
