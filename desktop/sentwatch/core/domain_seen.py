"""What was seen of a domain at the last look, as plain values that can be remembered and shown."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sentwatch.core.dkim import MIN_RSA_BITS, DkimKey, read_dkim
from sentwatch.core.dmarc import DmarcPolicy, read_dmarc
from sentwatch.core.domains import DomainFacts, SelectorLook, Texts
from sentwatch.core.looks import Failed
from sentwatch.core.mail_gateways import exchanger_hosts, gateway_of
from sentwatch.core.mta_sts import StsMode, is_sts_record, read_policy

MAX_TEXT: Final = 2_000
MAX_RECORDS: Final = 8


class KeyState(enum.Enum):
    """What stands at one selector."""

    GOOD = "good"
    SHORT = "short"
    TESTING = "testing"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySeen:
    """One DKIM key. `bits` is None for keys that are not RSA, and where there is none."""

    selector: str
    state: KeyState
    bits: int | None = None


class StsSeen(enum.Enum):
    """How far encrypted delivery is set up."""

    NONE = "none"
    RECORD_ONLY = "record-only"
    """The record stands, and senders find no policy they can use."""
    FILE_UNSEEN = "file-unseen"
    TESTING = "testing"
    ENFORCED = "enforced"
    OFF = "off"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainSeen:
    """None says that we could not look; an empty tuple that there is nothing.

    `dmarc_at` is the domain whose record speaks; `policy_since` when we first saw the policy that stands now.
    """

    domain: str
    at: datetime
    exchangers: tuple[str, ...] | None
    gateway: str | None
    spf: tuple[str, ...] | None
    spf_closing: str | None
    spf_lookups: int
    keys: tuple[KeySeen, ...]
    dmarc: tuple[str, ...] | None
    dmarc_at: str | None
    sts: StsSeen
    tls_rpt: tuple[str, ...] | None
    is_signed: bool | None
    name_servers: tuple[str, ...] = ()
    policy_since: datetime | None = None
    takes_no_mail: bool = False
    """It says so itself (a null MX, RFC 7505)."""

    @property
    def own_dmarc(self) -> str | None:
        """The domain's own DMARC record, where exactly one stands."""
        records = self.dmarc or ()
        return records[0] if len(records) == 1 and self.dmarc_at == self.domain else None

    @property
    def policy(self) -> DmarcPolicy | None:
        """The policy in force for the domain; None without a record that receivers use."""
        records = self.dmarc or ()
        read = read_dmarc(records[0]) if len(records) == 1 else None
        if read is None:
            return None
        return read.policy if self.dmarc_at == self.domain else read.subdomain_policy


def domain_seen(facts: DomainFacts, *, at: datetime, before: DomainSeen | None = None) -> DomainSeen:
    """Take out of the facts what is worth remembering; `before` is the look before this one."""
    hosts = _texts(facts.exchangers)
    spf = None if isinstance(facts.spf, Failed) else facts.spf
    dmarc = None if isinstance(facts.dmarc, Failed) else facts.dmarc
    signers = _texts(facts.delegation_signers)
    exchangers = None if hosts is None else exchanger_hosts(hosts)
    walk = spf.walk if spf is not None else None
    seen = DomainSeen(
        domain=facts.domain,
        takes_no_mail=bool(hosts) and not exchangers,
        at=at,
        exchangers=exchangers,
        gateway=next((name for host in exchangers or () if (name := gateway_of(host))), None),
        spf=None if spf is None else _capped(spf.records),
        spf_closing=walk.all_qualifier if walk is not None else None,
        spf_lookups=walk.lookups if walk is not None else 0,
        keys=tuple(_keys(facts.selectors)),
        dmarc=None if dmarc is None else _capped(dmarc.records),
        dmarc_at=None if dmarc is None else dmarc.found_at,
        sts=_sts(facts),
        tls_rpt=_reports_about_tls(facts.tls_rpt),
        is_signed=None if signers is None else bool(signers),
        name_servers=_capped(name.rstrip(".").lower() for name in _texts(facts.name_servers) or ()),
    )
    return _dated(seen, before)


def _dated(seen: DomainSeen, before: DomainSeen | None) -> DomainSeen:
    if seen.dmarc is None and before is not None:
        # Not seen this time: the policy stands as long as nobody saw another.
        return replace(seen, policy_since=before.policy_since)
    is_same = before is not None and before.policy is seen.policy
    since = before.policy_since if before is not None and is_same else None
    return replace(seen, policy_since=(since or seen.at) if seen.policy is not None else None)


def _texts(texts: Texts | None) -> tuple[str, ...] | None:
    return None if texts is None or isinstance(texts, Failed) else texts


def _capped(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text[:MAX_TEXT] for text in texts)[:MAX_RECORDS]


def _keys(looks: tuple[SelectorLook, ...]) -> Iterator[KeySeen]:
    for look in looks:
        if isinstance(look.records, Failed):
            yield KeySeen(selector=look.selector, state=KeyState.UNSEEN)
            continue
        key = read_dkim(look.records[0]) if len(look.records) == 1 else None
        yield KeySeen(selector=look.selector, state=_key_state(key), bits=key.rsa_bits if key is not None else None)


def _key_state(key: DkimKey | None) -> KeyState:
    if key is None:
        return KeyState.MISSING
    if key.is_revoked:
        return KeyState.WITHDRAWN
    if key.rsa_bits is not None and key.rsa_bits < MIN_RSA_BITS:
        return KeyState.SHORT
    return KeyState.TESTING if key.is_testing else KeyState.GOOD


def _sts(facts: DomainFacts) -> StsSeen:
    if isinstance(facts.mta_sts, Failed):
        return StsSeen.UNSEEN
    if sum(is_sts_record(text) for text in facts.mta_sts) != 1:
        return StsSeen.NONE
    if facts.sts_file is None or isinstance(facts.sts_file, Failed):
        return StsSeen.FILE_UNSEEN
    policy = read_policy(facts.sts_file.text) if facts.sts_file.text is not None else None
    if policy is None:
        return StsSeen.RECORD_ONLY
    modes = {StsMode.ENFORCE: StsSeen.ENFORCED, StsMode.TESTING: StsSeen.TESTING, StsMode.NONE: StsSeen.OFF}
    return modes[policy.mode]


def _reports_about_tls(texts: Texts) -> tuple[str, ...] | None:
    seen = _texts(texts)
    # RFC 8460 section 3: the version comes first.
    return None if seen is None else _capped(t for t in seen if t.partition(";")[0].strip() == "v=TLSRPTv1")
