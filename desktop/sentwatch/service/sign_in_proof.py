"""What a sign-in that worked says about the account, from what the door showed and what the provider takes."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.checks import sign_in_mfa, sign_in_password_only, sign_in_recovery
from sentwatch.core.providers import Provider
from sentwatch.core.refusals import is_app_password_shaped
from sentwatch.core.sign_in import WayIn, key_of, password_ends_with_two_step
from sentwatch.ports.mail import Credential, CredentialKind, SignInFacts

CHECKS: Final = (sign_in_password_only.CHECK, sign_in_mfa.CHECK, sign_in_recovery.CHECK)


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
