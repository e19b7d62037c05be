"""Services that send mail in the name of their customers' domains, and what an SPF record has to name for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.core.phrase import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingService:
    """One service. `include` is what its help page tells customers to name; `is_mailbox` where people's mail lies."""

    id: str
    name: str
    include: str
    is_mailbox: bool = False


# The name each service's own help page gives to customers, compared with records that stand in the DNS; 2026-11-24.
# Services that sign by DKIM in a domain of their own (Mailchimp, HubSpot) or give each customer a name are not here.
SERVICES: Final = (
    SendingService(id="google", name="Google Workspace", include="_spf.google.com", is_mailbox=True),
    SendingService(id="microsoft", name="Microsoft 365", include="spf.protection.outlook.com", is_mailbox=True),
    SendingService(id="icloud", name="iCloud", include="icloud.com", is_mailbox=True),
    SendingService(id="zoho", name="Zoho Mail", include="zohomail.com", is_mailbox=True),
    SendingService(id="fastmail", name="Fastmail", include="spf.messagingengine.com", is_mailbox=True),
    SendingService(id="proton", name="Proton Mail", include="_spf.protonmail.ch", is_mailbox=True),
    SendingService(id="xserver", name="Xserver", include="spf.sender.xserver.jp", is_mailbox=True),
    SendingService(id="lolipop", name="Lolipop", include="_spf.lolipop.jp", is_mailbox=True),
    SendingService(id="heteml", name="heteml", include="_spf.heteml.jp", is_mailbox=True),
    SendingService(id="haihaimail", name="配配メール", include="spf.haihaimail.jp"),
    SendingService(id="sendgrid", name="SendGrid", include="sendgrid.net"),
    SendingService(id="ses", name="Amazon SES", include="amazonses.com"),
    SendingService(id="mailgun", name="Mailgun", include="mailgun.org"),
    SendingService(id="zendesk", name="Zendesk", include="mail.zendesk.com"),
)

WHERE_FROM: Final = N_("These names are from the services' own help pages; the page of your service has the last word.")


def service_of(include: str) -> SendingService | None:
    """Return the service an include belongs to, None for one we do not know."""
    name = include.lower().rstrip(".")
    return next((service for service in SERVICES if service.include == name), None)
