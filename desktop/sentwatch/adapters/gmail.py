"""Gmail's filters and settings by its API: six pages to read, none to write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sentwatch.adapters.rest import RestReader
from sentwatch.core.network_list import GMAIL_HOST
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_languages.gmail_api import GmailAnswers, read_gmail_answers
from sentwatch.core.trouble import PERMISSION_MISSING, SERVER_REFUSED, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.rules import RulesRead

BASE: Final = f"https://{GMAIL_HOST}/gmail/v1/users/me"
NAME: Final = "Gmail"

# users.settings.* accept gmail.settings.basic, gmail.readonly and mail.google.com (the scope of IMAP), read 2026-11.
_FILTERS: Final = "/settings/filters"
_MISSING: Final[dict[str, str]] = {
    "/labels": N_("The names of Gmail's labels could not be read."),
    "/settings/autoForwarding": N_("Whether Gmail forwards all mail could not be read."),
    "/settings/forwardingAddresses": N_("The forwarding addresses in Gmail could not be read."),
    "/settings/sendAs": N_("The sender addresses in Gmail could not be read."),
    "/settings/vacation": N_("The vacation reply in Gmail could not be read."),
}
_DELEGATES: Final = phrase(
    N_("Gmail does not tell programs who else may open the mailbox: look at “Grant access to your account” yourself.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GmailRules:
    """A RulesPort. `reader` with another base is for tests."""

    reader: RestReader = field(default_factory=lambda: RestReader(base=BASE))

    def read(self, *, credential: Credential, cancel: CancelToken) -> RulesRead:
        """Read filters and settings. Without the filters nothing is said; what else is refused is named."""
        filters = self.reader.get(_FILTERS, credential=credential, cancel=cancel)
        pages: dict[str, bytes] = {}
        unseen: list[Phrase] = [_DELEGATES]
        for path, words in _MISSING.items():
            try:
                pages[path] = self.reader.get(path, credential=credential, cancel=cancel)
            except Trouble as trouble:
                if trouble.kind not in {PERMISSION_MISSING, SERVER_REFUSED}:
                    raise
                unseen.append(phrase(words))
        answers = GmailAnswers(
            filters=filters,
            labels=pages.get("/labels"),
            auto_forwarding=pages.get("/settings/autoForwarding"),
            forwarding_addresses=pages.get("/settings/forwardingAddresses"),
            send_as=pages.get("/settings/sendAs"),
            vacation=pages.get("/settings/vacation"),
        )
        return RulesRead(sets=(read_gmail_answers(answers, name=NAME),), unseen=tuple(unseen))
