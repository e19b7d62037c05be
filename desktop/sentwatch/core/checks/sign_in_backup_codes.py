"""Check how many of the backup codes kept on this computer are left."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.core.snapshot import Snapshot

FEW_LEFT = FindingKind(
    code="sign-in.backup-codes-few",
    severity=Severity.NOTICE,
    title=N_("Backup codes of {address}: {left} of {n} are left."),
    why=N_("Each code works once. When none is left, a lost phone means a locked mailbox."),
    harmless=(N_("You may have newer ones on paper, or another second step as well."),),
    how_to_check=N_("Open the provider's security page; it says how many of your codes are unused."),
    do_first=(
        N_("Make new backup codes at the provider; the old ones end with that."),
        N_("Put the new ones on paper, or keep them here in place of the old ones."),
    ),
)


def judge(seen: SignInEvidence, _snapshot: Snapshot) -> Checked:
    """Find sets of which hardly any code is left."""
    return Checked(findings=tuple(_find(seen)))


def _find(seen: SignInEvidence) -> Iterator[Finding]:
    for one in seen.backup_codes:
        if one.is_few:
            yield Finding(
                kind=FEW_LEFT,
                subject=seen.address,
                params={"address": seen.address, "left": one.left, "n": one.count},
                evidence=(Evidence(label=N_("Kept in the keyring since"), value=one.kept_at),),
            )


def part(snapshot: Snapshot) -> SignInEvidence | NotChecked | Failed | None:
    """Pick what this check looks at; where it is known that no codes are kept there is no such check."""
    seen = snapshot.sign_in
    return None if isinstance(seen, SignInEvidence) and not seen.backup_codes else seen


CHECK = Check(
    code="sign-in.backup-codes",
    title=N_("Backup codes kept here"),
    kinds=(FEW_LEFT,),
    part=part,
    judge=judge,
)
