"""Made-up mail that comes back: bounces, holiday notices, security notices and the ordinary mail around them."""

from __future__ import annotations

import email.utils
import itertools

OWN = "noreply@kaede.example"
RELAY = "smtp.kaede.example"
RECEIVER = "mx.kaede.example"

_serial = itertools.count(1)


def received(by: str, *, login: str = "", protocol: str = "ESMTPSA", host: str = "client.example") -> str:
    signed = f"\r\n\t(Authenticated sender: {login})" if login else ""
    return f"Received: from [198.51.100.23] ({host} [198.51.100.23]){signed}\r\n\tby {by} (Postfix) with {protocol} id 4F2A11;\r\n\tSat, 18 Oct 2025 14:00:00 +0900\r\n"


def bounce(
    number: int, *, own: str = OWN, relay: str = RELAY, login: str = "", original_id: str = "", subject: str = "Payment details",
    to: str = "", protocol: str = "ESMTPSA", quotes: bool = True, size: int = 0,
) -> bytes:  # fmt: skip
    """A bounce as Postfix writes it, about a message that `relay` took in."""
    to = to or f"nobody{number}@partner{number}.example"
    original_id = original_id or f"{next(_serial)}.{number}@mailer.example"
    quoted = (
        received(relay, login=login, protocol=protocol)
        + f"Message-ID: <{original_id}>\r\nFrom: {own}\r\nTo: {to}\r\nSubject: {subject}\r\n\r\nhello\r\n"
        + "x" * size
    )
    mark = f"b{next(_serial)}"
    part = f"--{mark}\r\nContent-Type: message/rfc822\r\n\r\n{quoted}\r\n" if quotes else ""
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@{relay} (Mail Delivery System)\r\nTo: {own}\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <bounce{next(_serial)}@{relay}>\r\n"
        f"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{mark}"\r\n\r\n'
        f"--{mark}\r\nContent-Type: text/plain\r\n\r\n<{to}>: 550 5.1.1 user unknown\r\n\r\n"
        f"--{mark}\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {relay}\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n"
        f"{part}--{mark}--\r\n"
    ).encode()


def auto_reply(number: int, *, own: str = OWN, answers: str = "") -> bytes:
    """A holiday notice."""
    answers = answers or f"{next(_serial)}@mailer.example"
    return (
        f"Authentication-Results: {RECEIVER}; dkim=pass header.d=partner{number}.example\r\n"
        f"From: away{number}@partner{number}.example\r\nTo: {own}\r\nSubject: Automatic reply: Payment details\r\n"
        f"In-Reply-To: <{answers}>\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <away{next(_serial)}@partner.example>\r\n"
        "\r\nI am away.\r\n"
    ).encode()


def ordinary(
    number: int,
    *,
    own: str = OWN,
    sender: str = "",
    subject: str = "",
    answers: str = "",
    noted: bool = True,
    more: str = "",
) -> bytes:
    """A message like any other; `noted`: the receiving server confirmed its sender."""
    sender = sender or f"partner{number}@office{number % 7}.example"
    domain = sender.rpartition("@")[2]
    note = (
        f"Authentication-Results: {RECEIVER}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}\r\n"
        if noted
        else ""
    )
    answer = f"In-Reply-To: <{answers}>\r\nReferences: <{answers}>\r\n" if answers else ""
    return (
        f"{note}Date: {email.utils.formatdate()}\r\nFrom: {sender}\r\nTo: {own}\r\nSubject: {subject or f'Meeting {number}'}\r\n"
        f"Message-ID: <ordinary{next(_serial)}@{domain}>\r\n{answer}{more}\r\nhello\r\n"
    ).encode()


def notice(*, own: str = OWN, sender: str = "no-reply@accounts.google.com", subject: str = "Security alert") -> bytes:
    """A provider's security notice that the receiving server could confirm."""
    return ordinary(0, own=own, sender=sender, subject=subject)


def own_mail(number: int, *, own: str = OWN, relay: str = RELAY) -> bytes:
    """A message to oneself as it arrives: with the way it went, confirmed by the receiving server."""
    return received(relay, login=own).encode() + ordinary(number, own=own, sender=own, subject="note to myself")
