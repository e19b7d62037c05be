"""A mail somebody finds suspicious: what was read of it, and which of its notes about itself can be believed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sentwatch.core.acquaintance import Acquaintance
from sentwatch.core.lookalikes import split_domain
from sentwatch.core.phrase import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A name and an address as From or Reply-To gives them; the address in lower case, both may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the sign."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResult:
    """One check a server noted: `method` is spf, dkim, dmarc, arc; `domain` the one it was about, where told."""

    method: str
    result: str
    domain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerNote:
    """One Authentication-Results field. `position` counts header fields from the top; `server` is its authserv-id."""

    position: int
    server: str
    results: tuple[MethodResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One Received field: by which host, and where in the header it stands."""

    position: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the body. `target` is where it leads, as plain text; `host` its host in ASCII, empty where none."""

    text: str
    target: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One attached file. `inside` are names in an archive; `is_locked`: the archive wants a password."""

    name: str
    kind: str
    size: int
    inside: tuple[str, ...] = ()
    is_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspiciousMail:
    """What was read of the mail, all of it capped. `is_cut`: part of it was too large or too odd to be read.

    `has_header` is False where somebody gave the text alone: nothing is known of its sender then.
    """

    senders: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    return_path: str = ""
    subject: str = ""
    text: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    hops: tuple[Hop, ...] = ()
    notes: tuple[ServerNote, ...] = ()
    asks_in_a_form: bool = False
    is_cut: bool = False
    message_id: str = ""
    has_header: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What we know beside the mail. `servers` are authserv-ids or hosts of one's own mail provider, where known.

    `met` is the sender compared with one's own mailboxes, None where that could not be done; `people` maps names (lower
    case) of colleagues to their addresses.
    """

    own_domains: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    met: Acquaintance | None = None
    people: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def org(host: str) -> str:
    """Return the part of a host name that somebody registered, as far as our short list of endings knows."""
    _, label, ending = split_domain(host.lower().rstrip("."))
    return f"{label}.{ending}" if label else ending


def trusted_notes(mail: SuspiciousMail, known: Known) -> tuple[ServerNote, ...]:
    """Return the notes that the receiving side itself wrote (RFC 8601 sections 1.2 and 7.1).

    Anybody can write an Authentication-Results field into a mail. A server writes its own above what it received, so
    that only notes above the last hop of the receiving organization count, and only under a name of that organization.
    """
    if known.servers:
        own = {org(server) for server in known.servers}
    else:
        # The topmost hop was written by the server the mail was fetched from.
        own = {org(mail.hops[0].by)} if mail.hops and mail.hops[0].by else set()
    if not own:
        return ()
    last = -1
    for hop in mail.hops:
        if org(hop.by) not in own:
            break
        last = hop.position
    first_hop = mail.hops[0].position if mail.hops else 1 << 30
    trusted: list[ServerNote] = []
    for note in mail.notes:
        is_own = org(note.server) in own if note.server else note.position < first_hop
        # Without a hop of its own organization only what stands above all hops can be the receiver's.
        is_above = note.position < (last if last >= 0 else first_hop)
        if is_own and is_above:
            trusted.append(note)
    return tuple(trusted)


def results_of(notes: Iterable[ServerNote], method: str) -> tuple[MethodResult, ...]:
    """Return the results of one method over several notes."""
    return tuple(result for note in notes for result in note.results if result.method == method)


DO: Final = (
    N_("Ask the sender by a way you already know: a phone number from your own records, never one from this mail."),
    N_("Open the page of the bank, shop or provider by typing its address yourself."),
    N_("Show this mail to whoever looks after your computers, and keep it as a file until then."),
    N_("Report it as junk in your mail program when you are sure."),
)
"""What to do with a mail one is not sure about."""

DO_NOT: Final = (
    N_("Do not click its links, do not open its attachments, and do not answer it."),
    N_("Do not call numbers from it, and do not read out codes that arrive on your phone."),
    N_("Do not allow macros or “editing” in an attached document."),
    N_("Do not pay or change bank details because of a mail alone, whoever seems to have sent it."),
)
"""What not to do."""

IF_IT_HAPPENED: Final = (
    N_("If you entered a password: change it now, on another device if you also opened a file, and turn MFA on."),
    N_("If you opened a file or allowed macros: disconnect the computer from the network, and call for help."),
    N_("If money was sent: call the bank at once; the first hours count. Then the police."),
)
"""What to do where it is too late."""

NO_VERDICT: Final = N_(
    "These are signs and no verdict: a mail without any can still be false, and one with some honest."
)
