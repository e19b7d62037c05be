"""The frozen, dated input of checks. A check that needs more gets a larger snapshot; it never goes and asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sentwatch.core.accounts import Account

if TYPE_CHECKING:
    from sentwatch.core.canary import CanaryFacts
    from sentwatch.core.connection import ConnectionPosture
    from sentwatch.core.device import DeviceFacts
    from sentwatch.core.domains import DomainFacts
    from sentwatch.core.history import SentHistory
    from sentwatch.core.looks import Failed, NotChecked
    from sentwatch.core.network import NetworkFacts
    from sentwatch.core.office import OfficeFacts
    from sentwatch.core.otp.facts import MfaFacts
    from sentwatch.core.password_age import PasswordLife
    from sentwatch.core.passwords import PasswordFacts
    from sentwatch.core.returned_mail import ReturnedFacts
    from sentwatch.core.rule_facts import RuleFacts
    from sentwatch.core.rule_inference import InferenceFacts
    from sentwatch.core.sign_in_evidence import SignInEvidence
    from sentwatch.core.signals import Signal
    from sentwatch.core.website import WebsiteFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything one run saw, dated `taken_at` (aware UTC). `account` is None for what belongs to no account."""

    taken_at: datetime
    account: Account | None = None
    sent: SentHistory | NotChecked | Failed | None = None
    connection: ConnectionPosture | NotChecked | Failed | None = None
    domain: DomainFacts | NotChecked | Failed | None = None
    device: DeviceFacts | NotChecked | Failed | None = None
    network: NetworkFacts | NotChecked | Failed | None = None
    website: WebsiteFacts | NotChecked | Failed | None = None
    rules: RuleFacts | NotChecked | Failed | None = None
    password: PasswordFacts | NotChecked | Failed | None = None
    password_life: PasswordLife | NotChecked | Failed | None = None
    sign_in: SignInEvidence | NotChecked | Failed | None = None
    mfa: MfaFacts | NotChecked | Failed | None = None
    office: OfficeFacts | NotChecked | Failed | None = None
    returned: ReturnedFacts | NotChecked | Failed | None = None
    inferred: InferenceFacts | NotChecked | Failed | None = None
    canary: CanaryFacts | NotChecked | Failed | None = None
    signs: tuple[Signal, ...] = ()
    """Signs of a takeover that earlier looks found in areas this run does not look at."""
