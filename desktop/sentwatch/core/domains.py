"""What DNS says about a mail domain, frozen: seen, not there, or could not look, for each record by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from sentwatch.core.dmarc_reports import DmarcReportFacts
from sentwatch.core.lookalikes import Lookalike
from sentwatch.core.looks import Failed
from sentwatch.core.spf import SpfWalk

Texts: TypeAlias = "tuple[str, ...] | Failed"
"""Records of a name; an empty tuple says that it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpfFacts:
    """`records` are the domain's SPF records; `walk` follows the record where there is exactly one."""

    records: tuple[str, ...]
    walk: SpfWalk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcFacts:
    """`records` are those found at `found_at`, the first name of the tree walk that has any."""

    records: tuple[str, ...]
    found_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorLook:
    """What stands at one DKIM selector of the domain."""

    selector: str
    records: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class StsFile:
    """What stands where the policy file belongs; `text` is None where senders find none."""

    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookalikeLook:
    """What the name system says about one look-alike name."""

    name: Lookalike
    addresses: Texts
    exchangers: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainFacts:
    """Everything asked about one domain (ASCII form).

    The last four are None where nobody asked for them.
    """

    domain: str
    exchangers: Texts
    spf: SpfFacts | Failed
    dmarc: DmarcFacts | Failed
    selectors: tuple[SelectorLook, ...]
    mta_sts: Texts
    tls_rpt: Texts
    delegation_signers: Texts
    sts_file: StsFile | Failed | None = None
    reports: DmarcReportFacts | Failed | None = None
    lookalikes: tuple[LookalikeLook, ...] | None = None
    name_servers: Texts | None = None
