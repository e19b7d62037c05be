"""Use case: keep backup codes in the keyring on request: shown again, used up one by one, and forgotten.

The store knows their name, their number and their day. The codes themselves lie in the keyring and nowhere else.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Final

from sentwatch.core.backup_codes import MAX_CODES, MAX_NAME, BackupSet, joined_codes, parted_codes
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.ports.clock import Clock
from sentwatch.ports.secrets import SecretPort
from sentwatch.store.kept import Kept

PREFIX: Final = "backup-codes:"
"""Names in the keyring; behind it stands the id of the set."""
SETS: Final = "backup-codes"
MAX_SETS: Final = 50

WHAT_IT_COSTS: Final = N_(
    "Each of these codes opens the account without the phone. On paper they are out of reach of whoever gets into this "
    "computer; in its keyring they are not, and the password may lie beside them. Paper is the better place; this is "
    "better than codes in a file, in a mail or nowhere."
)
"""To be shown before codes are kept in the keyring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSet:
    """A set with its codes, for as long as they are shown; None where the keyring has them no longer."""

    kept: BackupSet
    codes: tuple[str, ...] | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupCodes:
    """The sets of one account, or of services that are no account of ours. Raises Trouble KEYRING_…."""

    secrets: SecretPort
    kept: Kept
    clock: Clock

    def known(self) -> tuple[BackupSet, ...]:
        """What is kept; no code is read."""
        return sets_of(self.kept)

    def of(self, name: str) -> BackupSet | None:
        """The set of this name."""
        return next((one for one in self.known() if one.name.casefold() == name.casefold()), None)

    def keep(self, name: str, codes: tuple[str, ...]) -> BackupSet | None:
        """Keep codes under a name; None where there are none, or far too many sets.

        They take the place of those kept under that name before: services end the old ones when they make new ones.
        """
        before = self.known()
        name = " ".join(name.split())[:MAX_NAME]
        old = self.of(name)
        if not codes or (old is None and len(before) >= MAX_SETS):
            return None
        codes = codes[:MAX_CODES]
        made = BackupSet(
            id=old.id if old is not None else uuid.uuid4().hex,
            name=name,
            kept_at=self.clock.now(),
            count=len(codes),
            left=len(codes),
        )
        # Noted first: a secret in the keyring that nothing tells of could never be found again.
        self._note(made, before)
        try:
            self.secrets.put(PREFIX + made.id, joined_codes(codes))
        except Trouble:
            self.kept.put(SETS, before)
            raise
        return made

    def opened(self, set_id: str) -> OpenSet | None:
        """A set with its codes."""
        known = next((one for one in self.known() if one.id == set_id), None)
        if known is None:
            return None
        text = self.secrets.get(PREFIX + set_id) if known.left else ""
        return OpenSet(kept=known, codes=None if text is None else parted_codes(text))

    def use(self, set_id: str, code: str) -> OpenSet | None:
        """Take out one code, because it was used; what is left of the set."""
        opened = self.opened(set_id)
        if opened is None or opened.codes is None or code not in opened.codes:
            return opened
        left = tuple(one for one in opened.codes if one != code)
        if left:
            self.secrets.put(PREFIX + set_id, joined_codes(left))
        else:
            self.secrets.remove(PREFIX + set_id)
        rest = replace(opened.kept, left=len(left))
        self._note(rest, self.known())
        return OpenSet(kept=rest, codes=left)

    def forget(self, set_id: str) -> None:
        """Forget a set: its codes first."""
        self.secrets.remove(PREFIX + set_id)
        self.kept.put(SETS, tuple(one for one in self.known() if one.id != set_id))

    def forget_all(self) -> None:
        """Forget every set."""
        for one in self.known():
            self.forget(one.id)

    def _note(self, made: BackupSet, before: tuple[BackupSet, ...]) -> None:
        if any(one.id == made.id for one in before):
            self.kept.put(SETS, tuple(made if one.id == made.id else one for one in before))
        else:
            self.kept.put(SETS, (*before, made))


def sets_of(kept: Kept) -> tuple[BackupSet, ...]:
    """The sets that are noted; no code is read."""
    return kept.get(SETS, tuple[BackupSet, ...]) or ()
