"""Check whether names that look like the domain are registered, and whether they can receive mail."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.domains import DomainFacts, LookalikeLook
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.lookalikes_seen import can_receive, exists, shown
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import Trouble

_HARMLESS = (
    N_("Most such names belong to other people with a name of their own, or are for sale."),
    N_("The same word under another ending is often another company."),
)

WITH_MAIL = FindingKind(
    code="domain.lookalike-with-mail",
    severity=Severity.NOTICE,
    title=N_("{count} names that look like {domain} are set up for mail."),
    why=N_(
        "Fraud letters about changed bank details come from names like these, and answers typed wrongly end up there."
    ),
    harmless=_HARMLESS,
    how_to_check=N_("Look whether a name shown here is your own, or a business partner's. Do not open its pages."),
    do_first=(
        N_("Tell staff and customers which name is yours, and agree that changed bank details are confirmed by phone."),
        N_("Ask your mail provider to mark mail from these names."),
    ),
)
REGISTERED = FindingKind(
    code="domain.lookalike-registered",
    severity=Severity.INFO,
    title=N_("{count} more names that look like {domain} are registered."),
    why=N_("A name without mail servers can still show false pages, or be set up for mail at any time."),
    harmless=_HARMLESS,
    how_to_check=N_("Look whether a name shown here is your own. Do not open its pages."),
    do_first=(N_("Look again in a month; consider registering the likeliest ones yourself."),),
)


def judge(seen: tuple[LookalikeLook, ...], snapshot: Snapshot) -> Checked | Failed:
    """Find names that exist. Names nobody could answer about are limits; if there were no answers, that is said."""
    unseen = [look for look in seen if isinstance(look.addresses, Failed) or isinstance(look.exchangers, Failed)]
    if seen and len(unseen) == len(seen):
        trouble = unseen[0].addresses
        return trouble if isinstance(trouble, Failed) else Failed(_trouble(unseen[0]))
    domain = snapshot.domain.domain if isinstance(snapshot.domain, DomainFacts) else ""
    limits: tuple[Phrase, ...] = (
        phrase(N_("{count} made-up names were asked for; there are many more."), count=len(seen)),
    )
    if unseen:
        limits += (phrase(N_("{count} of them could not be asked for."), count=len(unseen)),)
    return Checked(findings=tuple(_find(domain, seen)), limits=limits)


def _trouble(look: LookalikeLook) -> Trouble:
    assert isinstance(look.exchangers, Failed)
    return look.exchangers.trouble


def _find(domain: str, seen: tuple[LookalikeLook, ...]) -> Iterator[Finding]:
    with_mail = [look for look in seen if can_receive(look)]
    bare = [look for look in seen if look not in with_mail and exists(look)]
    for kind, looks in ((WITH_MAIL, with_mail), (REGISTERED, bare)):
        if looks:
            names = tuple(shown(look) for look in looks[:12])
            yield Finding(
                kind=kind,
                subject=domain,
                params={"domain": domain, "count": len(looks)},
                evidence=(Evidence(label=N_("Names"), value=names),),
            )


def part(snapshot: Snapshot) -> tuple[LookalikeLook, ...] | NotChecked | Failed | None:
    """Pick what this check looks at."""
    domain = snapshot.domain
    return domain.lookalikes if isinstance(domain, DomainFacts) else domain


CHECK = Check(
    code="domain.lookalikes",
    title=N_("Names that look like the domain"),
    kinds=(WITH_MAIL, REGISTERED),
    part=part,
    judge=judge,
)
