"""Two mailboxes whose owner has answered some of the questions about signing in, in a data folder of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.system_clock import ShiftedClock
from sentwatch.core.access_ledger import AccessAnswer, AccessKind
from sentwatch.core.accounts import Account
from sentwatch.core.password_age import PasswordHistory
from sentwatch.core.recovery import RecoveryPath, RecoverySaid
from sentwatch.core.sign_in import KeyKind, MfaMethod, WayIn
from sentwatch.service.password_book import HISTORY
from sentwatch.service.sign_in_proof import WAY_IN
from sentwatch.ui.known import Known
from sentwatch.wiring import App
from support import window_facts as facts

SHOP = Account(
    id="shop",
    address="aoyama.insatsu@gmail.com",
    host="imap.gmail.com",
    provider="gmail",
    time_zone=facts.ABOUT["time_zone"],
)
OFFICE = facts.OFFICE_ACCOUNT
APP_PASSWORD = "abcdefghijklmnop"
OFFICE_PASSWORD = "Morishita2019"

URI = "otpauth://totp/Aoyama%20Mail:hana?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ&issuer=Aoyama%20Mail"
WEAK_URI = "otpauth://totp/Old%20shop:hana?secret=MFRGGZDFMZTWQ2LK&issuer=Shop"


def app(folder: Path) -> App:
    """An App of its own: two accounts, secrets in memory."""
    made = App(data_dir=folder / "data", secrets=SessionSecrets(), clock=ShiftedClock(facts.NOW))
    for account, secret in ((SHOP, APP_PASSWORD), (OFFICE, OFFICE_PASSWORD)):
        made.accounts.put(account)
        made.keyring.put(account.id, secret)
    return made


def told(made: App) -> App:
    """The same after the owner has told some things."""
    long_ago = facts.NOW - timedelta(days=420)
    made.kept(SHOP.id).put(
        WAY_IN, WayIn(host=SHOP.host, key=KeyKind.APP_PASSWORD, at=facts.NOW, provider_id="gmail", mechanism="PLAIN")
    )
    made.kept(OFFICE.id).put(WAY_IN, WayIn(host=OFFICE.host, key=KeyKind.ACCOUNT_PASSWORD, at=facts.NOW))
    for account in (SHOP, OFFICE):
        made.kept(account.id).put(HISTORY, PasswordHistory(first_seen=long_ago, last_worked=facts.NOW))
    shop = made.sign_in_review(SHOP)
    shop.answer_methods((MfaMethod.PASSKEY, MfaMethod.AUTHENTICATOR))
    for path in (RecoveryPath.ADDRESS, RecoveryPath.PHONE):
        shop.answer_recovery(path, RecoverySaid.MINE)
    shop.answer_recovery(RecoveryPath.BACKUP_CODES, RecoverySaid.MINE, place="blue folder, top drawer")
    shop.add_access(AccessKind.APP_PASSWORD, "Mail on the old phone", made_at=long_ago)
    shop.add_access(AccessKind.CONNECTED_APP, "Calendar")
    for one in shop.seen().access:
        if one.entry.label == "Mail on the old phone":
            shop.answer_access(one.entry.id, AccessAnswer.NOT_USED)
        elif one.entry.label == "Calendar":
            shop.answer_access(one.entry.id, AccessAnswer.IN_USE)
    return made


def known(made: App) -> Known:
    """What the window knows of it."""
    return replace(facts.attention(), accounts=(SHOP, OFFICE), reports=made.last_reports.all((SHOP, OFFICE)))


class Actions(facts.SampleActions):
    """Actions that read what the App holds each time."""

    def __init__(self, made: App) -> None:
        super().__init__(known(made))
        self._app = made

    def known(self) -> Known:
        self._maybe_raise()
        return known(self._app)
