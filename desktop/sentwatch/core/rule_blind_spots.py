"""What each way of reading rules never shows, in words: told beside the result, so that silence means no more."""

from __future__ import annotations

from typing import Final

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rules import RuleLanguage

_SPOTS: Final[dict[RuleLanguage, str]] = {
    RuleLanguage.SIEVE: N_("Scripts that the server itself runs before or after yours are not shown here."),
    RuleLanguage.GMAIL: N_(
        "Exported filters do not tell whether Gmail forwards all mail, nor who else may open the mailbox."
    ),
    RuleLanguage.OUTLOOK: N_(
        "Hidden rules, and rules that only run in Outlook on one computer, are not shown here, nor is the forwarding "
        "of the whole mailbox."
    ),
    RuleLanguage.THUNDERBIRD: N_(
        "These filters run while this Thunderbird runs. Other computers and the server may have rules of their own."
    ),
    RuleLanguage.APPLE: N_(
        "These rules run while Mail runs on this computer. Other devices and the server may have rules of their own."
    ),
}


def blind_spot(language: RuleLanguage) -> Phrase:
    """Return what rules of this language, read from a file or a server, never show."""
    return phrase(_SPOTS[language])
