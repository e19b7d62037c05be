"""Adding an account in the window, on a real mail server: from the address to the first look, and where one is refused."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.oauth import OAuth
from sentwatch.core.accounts import Role, SignIn
from sentwatch.core.sign_in_ways import Way
from sentwatch.core.trouble import SERVER_TROUBLE
from sentwatch.service.ledger_key import KeyPlace
from sentwatch.ui.dialogs.pick import PickDialog
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.presenters.assistant import Stage
from sentwatch.ui.presenters.assistant_sign_in import Aid
from sentwatch.ui.wired import WiredActions
from support.dovecot import oauth_passdb, running_dovecot
from support.mail_dns import MailZone
from support.mail_house import LockableKeyring, NoKeyring, mail_house
from support.oauth_provider import running_provider
from support.shown_words import shown_words

SECRET = "correct horse"
LONG_MS = 30_000

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as made:
        yield made


@pytest.fixture
def user(server, request):
    """A user with forty sent messages of the last forty days."""
    name = f"u{abs(hash(request.node.name)) % 100_000}@corp.example"
    server.add_user(name, SECRET)
    days = [datetime.now(UTC) - timedelta(days=n) for n in range(40, 0, -1)]
    server.deliver(
        name, "Sent", [message(name, n, at) for n, at in enumerate(days)], at_s=[d.timestamp() for d in days]
    )
    return name


def message(sender, number, at):
    return (
        f"From: <{sender}>\r\nTo: <friend{number % 5}@example.test>\r\nSubject: Hello {number}\r\n"
        f"Date: {format_datetime(at)}\r\nMessage-ID: <{number}.{sender}>\r\n\r\nText.\r\n"
    ).encode()


@pytest.fixture
def open_house(open_window, tmp_path):
    """A window on a house of its own: `open_house(zone=…, secrets=…)`."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def make(*, zone=None, secrets=None, **more):
            app = stack.enter_context(mail_house(tmp_path / "data", zone=zone, secrets=secrets))
            window = open_window(page="accounts", actions=WiredActions(app), app=app, **more)
            window.activateWindow()
            return window, app

        yield make


def begin(window, address):
    window.frame.add_account()
    view = window.frame.above.view
    QTest.keyClicks(view.address.address.field, address)
    QTest.keyClick(view.address.address.field, Qt.Key.Key_Return)
    return view


def is_at(view, stage):
    return lambda: view.stage.stage is stage and not view.stage.task.is_busy


def name_server(view, server):
    form = view.server.form
    form.host.field.setText("127.0.0.1")
    form.port.field.setText(str(server.imaps_port))
    form.ca_file.field.setText(str(server.ca_file))
    view.go_on.click()


def to_sign_in(window, qtbot, server, user):
    view = begin(window, user)
    qtbot.waitUntil(is_at(view, Stage.SERVER), timeout=LONG_MS)
    name_server(view, server)
    qtbot.waitUntil(is_at(view, Stage.SIGN_IN), timeout=LONG_MS)
    return view


def sign_in(view, secret=SECRET):
    view.sign_in.secret.field.setText(secret)
    view.go_on.click()


def keys(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def test_from_the_address_to_the_first_look_by_keys_alone(open_house, qtbot, server, user):
    window, app = open_house()
    before = server.fingerprint(user)
    qtbot.waitUntil(window.isActiveWindow)
    view = begin(window, user)
    qtbot.waitUntil(is_at(view, Stage.SERVER), timeout=LONG_MS)
    assert [step.source.value for step in view.draft.discovery.steps] == [
        "table", "srv", "autoconfig", "mx", "common-names"
    ]  # fmt: skip
    assert QApplication.focusWidget() is view.server.form.host.field
    keys("127.0.0.1")
    press(Qt.Key.Key_Tab)
    keys(str(server.imaps_port))
    for _ in range(3):
        press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is view.server.form.authority.head
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    keys(str(server.ca_file))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(is_at(view, Stage.SIGN_IN), timeout=LONG_MS)
    assert QApplication.focusWidget() is view.sign_in.secret.field
    assert view.sign_in.secret.field.echoMode() is QLineEdit.EchoMode.Password
    keys(SECRET)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
    assert view.draft.account.sent_folder == "Sent"
    assert QApplication.focusWidget() is view.mailbox.name.field
    keys("The office")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.look._report is not None and view.look._history is not None, timeout=LONG_MS)
    assert view.look._history.messages == 40
    assert view.go_on.isVisible()
    [account] = app.known_accounts()
    assert (account.address, account.display_name, account.sent_folder) == (user, "The office", "Sent")
    assert app.keyring.get(account.id) == SECRET
    assert not account.asks_each_time
    assert not any(SECRET in said for _, said in shown_words(window.frame))
    assert all(field.text() != SECRET for field in window.frame.findChildren(QLineEdit))
    assert view.draft.opened is None
    press(Qt.Key.Key_Return)
    assert window.frame.above.view is None
    assert [one.address for one in window.session.known.accounts] == [user]
    # Looking changed nothing.
    assert server.fingerprint(user) == before


def test_a_refused_password_is_sent_once_and_another_one_opens_the_door(open_house, qtbot, server, user):
    window, app = open_house()
    view = to_sign_in(window, qtbot, server, user)
    refusals = server.log_text().count("auth failed")
    sign_in(view, "not the right one")
    qtbot.waitUntil(view.sign_in.refusal.isVisible, timeout=LONG_MS)
    assert view.sign_in.refusal.accessibleName()
    assert server.log_text().count("auth failed") <= refusals + 1
    assert app.known_accounts() == ()
    assert QApplication.focusWidget() is view.sign_in.secret.field
    sign_in(view)
    qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
    assert view.sign_in.secret.field.text() == ""
    view.cancel.click()
    assert app.known_accounts() == ()


def test_a_certificate_nobody_vouches_for_leads_to_the_file(open_house, qtbot, server, user):
    window, _app = open_house()
    view = begin(window, user)
    qtbot.waitUntil(is_at(view, Stage.SERVER), timeout=LONG_MS)
    view.server.form.host.field.setText("127.0.0.1")
    view.server.form.port.field.setText(str(server.imaps_port))
    view.go_on.click()
    qtbot.waitUntil(is_at(view, Stage.SIGN_IN), timeout=LONG_MS)
    sign_in(view)
    qtbot.waitUntil(view.sign_in.refusal.isVisible, timeout=LONG_MS)
    assert view.sign_in.refusal.aid is Aid.NAME_CA
    view.sign_in.refusal.button.click()
    assert view.stage.stage is Stage.SERVER
    assert view.server.form.ca_file.isVisible()
    assert view.sign_in.secret.field.text() == ""


def test_what_is_wrong_is_said_beside_the_entry(open_house, qtbot):
    window, _app = open_house()
    view = begin(window, "somebody")
    assert view.stage.stage is Stage.ADDRESS
    assert view.address.address.field.property("wrong")
    view.address.address.field.clear()
    QTest.keyClicks(view.address.address.field, "me@corp.example")
    view.go_on.click()
    qtbot.waitUntil(is_at(view, Stage.SERVER), timeout=LONG_MS)
    form = view.server.form
    form.host.field.setText("two words")
    form.port.field.setText("70000")
    form.ca_file.field.setText("/nowhere/ca.pem")
    view.go_on.click()
    assert view.stage.stage is Stage.SERVER
    assert [bool(row.field.property("wrong")) for row in (form.host, form.port, form.ca_file)] == [True] * 3
    assert form.ca_file.isVisible()


@pytest.mark.parametrize("agrees", [False, True])
def test_a_server_outside_the_domain_is_asked_about(open_house, qtbot, monkeypatch, agrees):
    zone = MailZone(srv={"_imaps._tcp.corp.example": [(0, 0, 993, "imap.elsewhere.example")]})
    window, _app = open_house(zone=zone)
    asked = []

    def answer(dialog):
        asked.append(dialog.windowTitle())
        (dialog.do if agrees else dialog.keep).click()
        return dialog.result()

    monkeypatch.setattr(QuestionDialog, "exec", answer)
    view = begin(window, "me@corp.example")
    qtbot.waitUntil(is_at(view, Stage.SERVER), timeout=LONG_MS)
    if view.draft.account is None:
        pytest.fail(str([step.words for step in view.draft.discovery.steps]))
    view.go_on.click()
    assert asked == ["Send the password to imap.elsewhere.example?"]
    assert (view.stage.stage is Stage.SIGN_IN) is agrees
    # Nobody but the part behind the @ was named to anybody.
    assert all("me" not in name.split(".") for name, _kind in zone.asked)


def test_a_search_can_be_stopped_and_left(open_house, qtbot):
    window, app = open_house()
    gate = threading.Event()

    class Slow:
        def run(self, address, *, cancel, show):
            while not gate.wait(0.01):
                cancel.check()

    app.__dict__["discover"] = Slow()
    view = begin(window, "me@corp.example")
    assert view.server.rows.isVisible()
    assert not view.go_on.isEnabled()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not view.server.task.is_busy)
    view.cancel.click()
    assert window.frame.above.view is None
    qtbot.waitUntil(lambda: window.background.is_idle)


def test_without_a_keyring_it_is_for_this_session_and_says_so(open_house, qtbot, server, user):
    window, app = open_house(secrets=NoKeyring())
    view = to_sign_in(window, qtbot, server, user)
    assert view.sign_in.note.isVisible()
    assert view.go_on.text() == "Sign in for this session"
    sign_in(view)
    qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
    view.go_on.click()
    qtbot.waitUntil(lambda: view.look._report is not None, timeout=LONG_MS)
    [account] = app.known_accounts()
    assert account.asks_each_time
    kept = [path for path in app.data_dir.rglob("*") if path.is_file()]
    assert kept
    assert not any(SECRET.encode() in path.read_bytes() for path in kept)


def test_a_locked_keyring_offers_this_session(open_house, qtbot, server, user):
    keyring = LockableKeyring()
    window, app = open_house(secrets=keyring)
    view = to_sign_in(window, qtbot, server, user)
    sign_in(view)
    qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
    # The store is open already; only now somebody locks the keyring.
    assert app.keys.place is KeyPlace.KEYRING
    keyring.is_locked = True
    view.go_on.click()
    qtbot.waitUntil(view.mailbox.refusal.isVisible, timeout=LONG_MS)
    assert view.mailbox.refusal.aid is Aid.FOR_SESSION
    assert app.known_accounts() == ()
    view.mailbox.refusal.button.click()
    qtbot.waitUntil(lambda: view.look._report is not None, timeout=LONG_MS)
    assert app.known_accounts()[0].asks_each_time


def test_a_keyring_that_holds_the_stores_key_must_be_unlocked(open_house, qtbot, server, user):
    keyring = LockableKeyring()
    keyring.is_locked = True
    window, app = open_house(secrets=keyring)
    view = to_sign_in(window, qtbot, server, user)
    sign_in(view)
    qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
    view.go_on.click()
    qtbot.waitUntil(view.mailbox.refusal.isVisible, timeout=LONG_MS)
    view.mailbox.refusal.button.click()
    qtbot.waitUntil(lambda: view.mailbox.refusal.isVisible() and view.draft.has_tried_session, timeout=LONG_MS)
    assert view.mailbox.refusal.aid is Aid.NONE
    assert app.known_accounts() == ()
    keyring.is_locked = False
    view.go_on.click()
    qtbot.waitUntil(lambda: view.look._report is not None, timeout=LONG_MS)
    assert not app.known_accounts()[0].asks_each_time


def test_a_folder_must_be_chosen_where_several_may_be_meant(open_house, qtbot, server, user, monkeypatch):
    # Two folders by usual names, and none that the server calls the one.
    with running_dovecot(folders={}) as plain:
        plain.add_user(user, SECRET)
        plain.make_folder(user, "Sent")
        plain.make_folder(user, "送信済み")
        window, app = open_house()
        view = to_sign_in(window, qtbot, plain, user)
        sign_in(view)
        qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
        assert view.draft.account.sent_folder is None
        view.go_on.click()
        assert view.stage.stage is Stage.MAILBOX
        offered = []

        def take(dialog):
            offered.extend(dialog._found.index(n, 0).data() for n in range(dialog._found.rowCount()))
            dialog.search.setText("送信")
            dialog.take.click()
            return dialog.result()

        monkeypatch.setattr(PickDialog, "exec", take)
        view.mailbox.sent.button.click()
        assert set(offered[:2]) == {"Sent", "送信済み"}
        view.mailbox.role.chosen.emit(Role.SHARED)
        view.go_on.click()
        qtbot.waitUntil(lambda: view.look._report is not None, timeout=LONG_MS)
        [account] = app.known_accounts()
        assert (account.sent_folder, account.role) == ("送信済み", Role.SHARED)


def test_the_first_look_goes_on_where_somebody_leaves(open_house, qtbot, server, user):
    window, app = open_house()
    view = to_sign_in(window, qtbot, server, user)
    sign_in(view)
    qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
    view.go_on.click()
    qtbot.waitUntil(lambda: view.stage.stage is Stage.LOOK, timeout=LONG_MS)
    if view.cancel.isVisible():
        view.cancel.click()
        assert window.frame.page_name == "overview"
    qtbot.waitUntil(lambda: bool(window.session.known.reports), timeout=LONG_MS)
    assert window.session.known.reports[0].account_key == app.known_accounts()[0].id


@pytest.fixture
def oauth_house(open_house, tmp_path):
    """A mail server that takes what a provider of ours gives out, and a client id for it in the data folder."""
    with running_provider(tmp_path / "oauth") as provider:
        extra = oauth_passdb(tmp_path, base=provider.base, ca_file=provider.ca_file)
        with running_dovecot(mechanisms="xoauth2", extra=extra) as dovecot:
            dovecot.add_user(provider.address)
            window, app = open_house()
            service = provider.service()
            names = ("id", "name", "authorize_url", "token_url", "device_url", "client_id")
            row = {name: getattr(service, name) for name in names}
            row |= {"scopes": list(service.scopes), "hosts": list(service.hosts)}
            app.data_dir.mkdir(parents=True, exist_ok=True)
            (app.data_dir / "oauth.json").write_text(json.dumps({"services": [row]}))
            app.__dict__["oauth"] = OAuth(context=provider.context, wait_s=20)
            yield window, app, provider, dovecot


def try_again_where_the_server_was_busy(view, qtbot):
    """Dovecot's own question to the provider now and then fails on a busy machine (NO, server trouble): press again."""
    for _ in range(3):
        qtbot.waitUntil(lambda: is_at(view, Stage.MAILBOX)() or view.sign_in._trouble is not None, timeout=LONG_MS)
        if view.stage.stage is Stage.MAILBOX:
            return
        assert view.sign_in._trouble.kind is SERVER_TROUBLE
        view.go_on.click()
    pytest.fail("the server stays in trouble")


def test_through_the_browser_with_only_the_refresh_token_kept(oauth_house, qtbot, monkeypatch):
    window, app, provider, dovecot = oauth_house
    opened, threads = [], []

    def browse(url):
        opened.append(url)

        def go():
            with httpx2.Client(verify=provider.context, trust_env=False) as browser:
                back = browser.get(url).headers["Location"]
            with httpx2.Client(trust_env=False) as browser:
                browser.get(back)

        threads.append(threading.Thread(target=go, daemon=True))
        threads[-1].start()
        return True

    monkeypatch.setattr("sentwatch.ui.assistant.outside.open_outside", browse)
    view = to_sign_in(window, qtbot, dovecot, provider.address)
    assert view.draft.way is Way.BROWSER
    view.go_on.click()
    try_again_where_the_server_was_busy(view, qtbot)
    threads[0].join(20)
    assert opened[0].startswith(provider.base + "/authorize")
    view.go_on.click()
    qtbot.waitUntil(lambda: view.look._report is not None, timeout=LONG_MS)
    [account] = app.known_accounts()
    assert account.sign_in is SignIn.OAUTH
    assert app.keyring.get(account.id) == provider.tokens[-1].refresh_token


def test_waiting_for_the_browser_can_be_stopped(oauth_house, qtbot, monkeypatch):
    window, _app, provider, dovecot = oauth_house
    monkeypatch.setattr("sentwatch.ui.assistant.outside.open_outside", lambda _url: False)
    view = to_sign_in(window, qtbot, dovecot, provider.address)
    view.go_on.click()
    qtbot.waitUntil(lambda: bool(view.sign_in.outside.page.field.text()), timeout=LONG_MS)
    assert view.sign_in.outside.page.isVisible()
    view.sign_in.outside.cancel.click()
    qtbot.waitUntil(lambda: not view.sign_in.task.is_busy, timeout=LONG_MS)
    assert not view.sign_in.outside.isVisible()
    assert view.sign_in.outside.page.field.text() == ""
    assert view.go_on.text() == "Open the browser"


def test_with_a_code_for_another_device(oauth_house, qtbot):
    window, app, provider, dovecot = oauth_house
    view = to_sign_in(window, qtbot, dovecot, provider.address)
    view.sign_in.ways.chosen.emit(Way.CODE)
    view.go_on.click()
    qtbot.waitUntil(lambda: bool(view.sign_in.outside.code.field.text()), timeout=LONG_MS)
    assert view.sign_in.outside.code.isVisible()
    provider.approve_device(view.sign_in.outside.code.field.text())
    qtbot.waitUntil(lambda: is_at(view, Stage.MAILBOX)() or view.sign_in._trouble is not None, timeout=LONG_MS)
    assert view.sign_in._trouble is None or view.sign_in._trouble.kind is SERVER_TROUBLE
    assert app.known_accounts() == ()


def test_a_client_id_of_ones_own_is_kept_and_the_browser_offered(open_house, qtbot):
    window, app = open_house()
    view = begin(window, "tanaka@gmail.com")
    qtbot.waitUntil(is_at(view, Stage.SERVER), timeout=LONG_MS)
    view.go_on.click()
    qtbot.waitUntil(is_at(view, Stage.SIGN_IN), timeout=LONG_MS)
    assert view.draft.way is Way.APP_PASSWORD
    view.sign_in.guide.click()
    assert view.guide_card.isVisible()
    assert "app password" in view.guide.toPlainText().lower()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.guide_card.isVisible()
    view.sign_in.ways.chosen.emit(Way.BROWSER)
    client = view.sign_in.client
    assert client.isVisible()
    client.client_id.field.setText("no id")
    view.go_on.click()
    assert client.client_id.field.property("wrong")
    client.client_id.field.setText("1234-abcd.apps.googleusercontent.com")
    client.client_secret.field.setText("GOCSPX-not-a-real-one")
    view.go_on.click()
    qtbot.waitUntil(lambda: not view.sign_in.task.is_busy and not client.isVisible(), timeout=LONG_MS)
    assert view.go_on.text() == "Open the browser"
    assert client.client_secret.field.text() == ""
    kept = next(one for one in app.oauth_services if one.id == "google")
    assert kept.client_id == "1234-abcd.apps.googleusercontent.com"
    assert (app.data_dir / "oauth.json").stat().st_mode & 0o077 == 0


def test_a_provider_without_imap_says_what_still_works(open_house, qtbot):
    window, _app = open_house()
    view = begin(window, "tanaka@rakumail.jp")
    qtbot.waitUntil(is_at(view, Stage.SERVER), timeout=LONG_MS)
    assert view.server.blocked.isVisible()
    assert not view.go_on.isVisible()
    view.server.blocked.files.click()
    assert window.frame.above.view.objectName() == "files"


def test_signing_in_again_keeps_what_was_set(open_house, qtbot, server, user):
    window, app = open_house()
    view = to_sign_in(window, qtbot, server, user)
    sign_in(view)
    qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
    view.go_on.click()
    qtbot.waitUntil(lambda: view.look._report is not None, timeout=LONG_MS)
    view.go_on.click()
    [account] = app.known_accounts()
    app.accounts.put(replace(account, display_name="Kept", colour="blue", role=Role.SHARED))
    app.keyring.put(account.id, "an old one")
    window.session.load()
    qtbot.waitUntil(lambda: window.session.known.accounts[0].display_name == "Kept", timeout=LONG_MS)
    window.frame.open_page("accounts")
    window.frame.page("accounts").open_account(account.id)
    window.frame.page("accounts").settings.sign_in.click()
    again = window.frame.above.view
    qtbot.waitUntil(is_at(again, Stage.SIGN_IN), timeout=LONG_MS)
    sign_in(again)
    qtbot.waitUntil(lambda: again.look._report is not None, timeout=LONG_MS)
    [now] = app.known_accounts()
    assert (now.id, now.display_name, now.colour, now.role) == (account.id, "Kept", "blue", Role.SHARED)
    assert app.keyring.get(account.id) == SECRET


def test_settings_are_kept_and_removing_erases_and_proves(open_house, qtbot, server, user, monkeypatch):
    secrets = SessionSecrets()
    window, app = open_house(secrets=secrets)
    view = to_sign_in(window, qtbot, server, user)
    sign_in(view)
    qtbot.waitUntil(is_at(view, Stage.MAILBOX), timeout=LONG_MS)
    view.go_on.click()
    qtbot.waitUntil(lambda: view.look._report is not None, timeout=LONG_MS)
    view.close_now("accounts")
    [account] = app.known_accounts()
    page = window.frame.page("accounts")
    window.frame.findChild(QWidget, f"account-settings-{account.id}").click()
    settings = page.settings
    settings.name.field.setText("The shop")
    settings.name.field.editingFinished.emit()
    settings.role.chosen.emit(Role.SYSTEM)
    settings.colour.chosen.emit("violet")
    taken = iter(("Asia/Tokyo", "Trash"))

    def take(dialog):
        dialog.search.setText(next(taken))
        dialog.take.click()
        return dialog.result()

    monkeypatch.setattr(PickDialog, "exec", take)
    settings.zone.button.click()
    qtbot.waitUntil(lambda: settings._account.time_zone == "Asia/Tokyo" and window.background.is_idle, timeout=LONG_MS)
    from sentwatch.core.folders import FolderRole

    settings.folders[FolderRole.JUNK].button.click()
    qtbot.waitUntil(lambda: settings._account.junk_folder == "Trash" and window.background.is_idle, timeout=LONG_MS)
    kept = app.known_accounts()[0]
    assert (kept.display_name, kept.role, kept.colour) == ("The shop", Role.SYSTEM, "violet")
    assert (kept.time_zone, kept.junk_folder) == ("Asia/Tokyo", "Trash")
    settings.pause.switch.click()
    qtbot.waitUntil(lambda: app.known_accounts()[0].paused, timeout=LONG_MS)

    monkeypatch.setattr(QuestionDialog, "exec", lambda dialog: (dialog.keep.click(), dialog.result())[1])
    settings.remove.click()
    assert app.accounts.rows_of(account.id) > 0
    monkeypatch.setattr(QuestionDialog, "exec", lambda dialog: (dialog.do.click(), dialog.result())[1])
    settings.remove.click()
    qtbot.waitUntil(lambda: page.note.isVisible() and window.background.is_idle, timeout=LONG_MS)
    assert app.known_accounts() == ()
    assert app.accounts.rows_of(account.id) == 0
    assert secrets.get(account.id) is None
    said = [text for _, text in shown_words(page.note)]
    assert f"Erased {user}: nothing of it is left on this computer." in said
