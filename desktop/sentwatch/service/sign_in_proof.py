"""What a sign-in that worked says about the account, from what the door showed and what the provider takes."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.checks import (
    sign_in_access,
    sign_in_backup_codes,
    sign_in_mfa,
    sign_in_password_only,
    sign_in_recovery,
)
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.providers import Provider
from sentwatch.core.recovery import RecoveryAnswer
from sentwatch.core.refusals import is_app_password_shaped
from sentwatch.core.sign_in import MfaAnswer, WayIn, key_of, password_ends_with_two_step
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.ports.mail import Credential, CredentialKind, SignInFacts
from sentwatch.service.access_book import access_entries
from sentwatch.service.backup_codes import sets_of
from sentwatch.store.kept import Kept

CHECKS: Final = (
    sign_in_password_only.CHECK,
    sign_in_mfa.CHECK,
    sign_in_recovery.CHECK,
    sign_in_backup_codes.CHECK,
    sign_in_access.CHECK,
)

WAY_IN: Final = "way-in"
MFA_ANSWER: Final = "mfa-answer"
RECOVERY: Final = "recovery"
LAST_INCIDENT: Final = "last-incident"


def sign_in_evidence(account: Account, kept: Kept, everywhere: Kept | None = None) -> SignInEvidence | NotChecked:
    """Put together what is known of the account's sign-in. `everywhere` is kept for what belongs to no account."""
    found = kept.get(WAY_IN, WayIn)
    answer = kept.get(MFA_ANSWER, MfaAnswer)
    recovery = kept.get(RECOVERY, tuple[RecoveryAnswer, ...]) or ()
    access = access_entries(kept)
    codes = sets_of(kept)
    if found is None and answer is None and not (recovery or access or codes):
        return NotChecked(phrase(N_("We have not signed in yet, so there is nothing to tell the sign-in by.")))
    return SignInEvidence(
        address=account.address,
        way_in=found,
        answer=answer,
        recovery=recovery,
        access=access,
        last_incident=last_incident_of(kept, everywhere),
        backup_codes=codes,
    )


def last_incident_of(kept: Kept, everywhere: Kept | None) -> datetime | None:
    """When the last incident began, of this account or of any: answers from before it count no longer."""
    known = [book.get(LAST_INCIDENT, datetime) for book in (kept, everywhere) if book is not None]
    return max((at for at in known if at is not None), default=None)


def way_in(
    account: Account, *, facts: SignInFacts, credential: Credential, provider: Provider | None, at: datetime
) -> WayIn:
    """Return what may be kept of a sign-in: of the secret, its shape has been looked at and nothing stays."""
    is_token = credential.kind is CredentialKind.ACCESS_TOKEN
    return WayIn(
        host=account.host,
        key=key_of(
            provider,
            is_token=is_token,
            is_app_password_shaped=not is_token and is_app_password_shaped(credential.secret),
        ),
        at=at,
        provider_id=provider.id if provider is not None else None,
        mechanism=facts.mechanism,
        password_ends_with_two_step=password_ends_with_two_step(provider),
    )
