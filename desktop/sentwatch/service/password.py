"""Use case: review a password on this computer, and keep nothing of it but the dated verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.check import Checked
from sentwatch.core.checks import (
    password_breach,
    password_length,
    password_reuse,
    password_strength,
    password_words,
)
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.own_words import forms_of, own_words_in
from sentwatch.core.password_reuse import Reuse, compare_logins
from sentwatch.core.password_store import PasswordExport, damaged_rows
from sentwatch.core.passwords import (
    MAX_PASSWORD,
    BreachLook,
    Password,
    PasswordFacts,
    PasswordOwner,
    PasswordVerdict,
    Strength,
    Weakness,
    leak_band,
    length_band,
)
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.providers import Provider
from sentwatch.core.report import Report, compare, run_checks
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.tried_first import is_common
from sentwatch.core.trouble import SECRET_MISSING, Trouble
from sentwatch.ports.breach import BreachPort
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.secrets import SecretPort
from sentwatch.ports.strength import StrengthPort

CHECKS: Final = (
    password_length.CHECK,
    password_strength.CHECK,
    password_words.CHECK,
    password_breach.CHECK,
    password_reuse.CHECK,
)

WHAT_LEAVES: Final = N_(
    "Asking the breach service sends the first 5 of 40 digits of a hash of the password to {host}, over an encrypted "
    "connection. The password itself and the rest of the hash stay here. The service learns your internet address and "
    "that somebody there asked about one of some 800 leaked passwords."
)
"""To be shown beside the switch, before it is on for the first time."""
NOT_SWITCHED_ON: Final = N_(
    "Lists of leaked passwords were not asked: that is off until you switch it on, or name a downloaded list."
)
TOO_LONG: Final = N_("This text is too long to be a password, so it was not reviewed.")
EMPTY: Final = N_("No password was entered.")
NO_PASSWORD_USED: Final = N_("{address} is signed in with the browser; no password is kept here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReport:
    """What a review hands back: the report and the strength for the screen, the lists behind its counts, and the
    verdict, which alone may be kept.
    """  # noqa: D205

    report: Report
    verdict: PasswordVerdict
    strength: Strength | None = field(default=None, repr=False)
    reuse: Reuse | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReview:
    """Reviews passwords. `common` are words everybody tries (lower case), the most usual first."""

    strength: StrengthPort
    common: Sequence[str]
    breach: BreachPort | None = None

    def report(
        self,
        password: Password,
        owner: PasswordOwner,
        *,
        now: datetime,
        cancel: CancelToken,
        exports: Iterable[PasswordExport] = (),
        own_sites: Iterable[str] = (),
    ) -> PasswordReport:
        """Look and judge. `exports` are compared and forgotten; `own_sites` are the provider's own host names."""
        given = tuple(exports)
        reuse = None
        if given and password.text:
            logins = (login for export in given for login in export.logins)
            reuse = compare_logins(password, logins, addresses=owner.addresses, own_sites=own_sites)
        part = self._look(password, owner, reuse, cancel)
        results = run_checks(CHECKS, Snapshot(taken_at=now, password=part))  # type: ignore[arg-type]
        report = Report(
            account_key=f"password:{owner.addresses[0]}" if owner.addresses else "password",
            account=owner.addresses[0] if owner.addresses else None,
            role=None,
            taken_at=now,
            results=results,
            findings=compare(results, {}, {}, now=now),
        )
        strength = part.strength if isinstance(part, PasswordFacts) and isinstance(part.strength, Strength) else None
        return PasswordReport(report=report, verdict=_verdict(report), strength=strength, reuse=reuse)

    def report_in_use(
        self,
        account: Account,
        secrets: SecretPort,
        owner: PasswordOwner,
        *,
        consented_at: datetime,
        now: datetime,
        cancel: CancelToken,
        exports: Iterable[PasswordExport] = (),
        own_sites: Iterable[str] = (),
    ) -> PasswordReport | NotChecked:
        """Review the password the account signs in with. `consented_at` is when its owner agreed to this very look.

        Raises Trouble SECRET_MISSING and KEYRING_…; ValueError for a consent that is not of now.
        """
        if not 0 <= (now - consented_at).total_seconds() <= CONSENT_S:
            raise ValueError
        if account.sign_in is not SignIn.PASSWORD:
            return NotChecked(phrase(NO_PASSWORD_USED, address=account.address), expected=True)
        secret = secrets.get(account.id)
        if secret is None:
            raise Trouble(SECRET_MISSING, address=account.address)
        return self.report(Password(secret), owner, now=now, cancel=cancel, exports=exports, own_sites=own_sites)

    def _look(
        self, password: Password, owner: PasswordOwner, reuse: Reuse | None, cancel: CancelToken
    ) -> PasswordFacts | NotChecked:
        if not password.text:
            return NotChecked(phrase(EMPTY))
        if len(password.text) > MAX_PASSWORD:
            return NotChecked(phrase(TOO_LONG))
        strength = self.strength.judge(password, known=(*forms_of(owner), *self.common))
        seen_as_common = bool({Weakness.TOP_LIST, Weakness.COMMON} & set(strength.weaknesses))
        return PasswordFacts(
            length=length_band(password.length),
            second_factor=owner.second_factor,
            strength=strength,
            own_words=own_words_in(password, owner),
            is_common=seen_as_common or is_common(password, frozenset(self.common)),
            is_ascii=password.text.isascii(),
            has_outer_space=password.text != password.text.strip(),
            breach=self._asked(password, cancel),
            reuse=None if reuse is None else reuse.counts,
        )

    def _asked(self, password: Password, cancel: CancelToken) -> BreachLook | NotChecked | Failed:
        if self.breach is None:
            return NotChecked(phrase(NOT_SWITCHED_ON), expected=True)
        try:
            times = self.breach.times_seen(password, cancel=cancel)
        except Trouble as trouble:
            return Failed(trouble)
        return BreachLook(seen=leak_band(times), source=self.breach.source)


CONSENT_S: Final = 600.0
"""A consent is for one look, not for ever."""


def sites_of(provider: Provider | None) -> tuple[str, ...]:
    """Return the host names under which a mailbox's own entry stands in a password store."""
    if provider is None:
        return ()
    imap = provider.imap.host if provider.imap is not None else None
    return tuple(dict.fromkeys((*provider.domains, *provider.mx_suffixes, *((imap,) if imap else ()))))


def damage_of(exports: Iterable[PasswordExport]) -> NotChecked | None:
    """Say how many entries of the exports could not be read, None where all could."""
    damaged = sum(export.damaged for export in exports)
    return NotChecked(damaged_rows(damaged)) if damaged else None


def _verdict(report: Report) -> PasswordVerdict:
    looked = {result.code for result in report.results if isinstance(result.outcome, Checked)}
    return PasswordVerdict(
        reviewed_at=report.taken_at,
        codes=tuple(sorted({found.finding.kind.code for found in report.findings})),
        asked_breach_list=password_breach.CHECK.code in looked,
        compared_with_store=password_reuse.CHECK.code in looked,
    )
