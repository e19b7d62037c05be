"""Whose clock is asked first, and what it means when nobody tells the time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Account, Security
from sentwatch.core.clock_offset import (
    CLOCK_NOT_GREETED,
    CLOCK_SILENT,
    CLOCK_UNBELIEVABLE,
    CLOCK_UNREACHABLE,
    ClockOffset,
    ClockWay,
)
from sentwatch.core.looks import NotChecked
from sentwatch.core.trouble import CERTIFICATE_REFUSED, NETWORK_CUT, Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.service.other_clocks import OtherClocks, clock_part, untold
from sentwatch.service.outgoing import greeting_servers
from sentwatch.wiring import words_for

OWN = Account(id="1", address="me@kaede.example", host="mail.kaede.example", ca_file="/ca.pem")
GMAIL = Account(id="2", address="me@gmail.com", host="imap.gmail.com", provider="gmail")
OUTLOOK = Account(id="3", address="me@outlook.com", host="outlook.office365.com", provider="outlook_com")
AT = datetime(1970, 1, 1, tzinfo=UTC)


class Fake:
    """Answers by port or host, and notes whom it was asked for."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def offset(self, server, *, ca_file=None, cancel):
        key = f"p{server.port}" if hasattr(server, "port") else "web"
        self.asked.append((getattr(server, "host", server), key, ca_file))
        answer = self.answers.get(key, CLOCK_UNREACHABLE)
        if isinstance(answer, ClockOffset):
            return answer
        if answer is Cancelled:
            raise Cancelled
        raise Trouble(answer, host=getattr(server, "host", server), at=AT)


def servers(account):
    table = provider_table()
    return greeting_servers(account, table.by_id(account.provider) if account.provider else None)


def look(asked, **answers):
    fake = Fake(**answers)
    return OtherClocks(greeting=fake, web=fake, servers=servers).look(asked, cancel=CancelToken()), fake


def told(way):
    return ClockOffset(host="x", least_s=-1, most_s=1, way=way)


def test_which_servers_greet():
    assert [(one.host, one.port, one.security) for one in servers(GMAIL)] == [("smtp.gmail.com", 465, Security.TLS)]
    assert [(one.host, one.port, one.security) for one in servers(OUTLOOK)] == [
        ("smtp-mail.outlook.com", 587, Security.STARTTLS)
    ]
    assert [(one.host, one.port) for one in servers(OWN)] == [("mail.kaede.example", 465), ("mail.kaede.example", 587)]
    assert greeting_servers(Account(id="4", address="x", host=""), None) == ()


def test_the_account_s_own_mail_server_comes_first():
    seen, fake = look(OWN, p465=told(ClockWay.GREETING))
    assert (seen.offset.way, seen.asked) == (ClockWay.GREETING, ())
    assert fake.asked == [("mail.kaede.example", "p465", "/ca.pem")]


def test_its_other_port_is_tried_where_nobody_is_at_the_first():
    seen, fake = look(OWN, p465=NETWORK_CUT, p587=told(ClockWay.OPEN_GREETING))
    assert (seen.offset.way, seen.asked) == (ClockWay.OPEN_GREETING, ())
    assert [key for _, key, _ in fake.asked] == ["p465", "p587"]


@pytest.mark.parametrize("kind", [CLOCK_NOT_GREETED, CLOCK_UNBELIEVABLE, CERTIFICATE_REFUSED])
def test_then_the_web_page_of_its_host(kind):
    seen, fake = look(GMAIL, p465=kind, web=told(ClockWay.WEB))
    assert (seen.offset.way, [trouble.kind for trouble in seen.asked]) == (ClockWay.WEB, [kind])
    assert [host for host, _, _ in fake.asked] == ["smtp.gmail.com", "imap.gmail.com"]


def test_that_no_server_tells_the_time_is_no_failure():
    seen, _ = look(GMAIL, p465=CLOCK_NOT_GREETED, web=CLOCK_SILENT)
    assert seen.is_silent
    part = clock_part(seen)
    assert isinstance(part, NotChecked)
    assert part.expected
    said = words_for("en")(untold(seen))
    assert said.startswith("Nobody told the time. smtp.gmail.com does not tell the time when it greets")
    assert "imap.gmail.com answered without telling the time." in said


def test_that_one_could_not_be_asked_is_one():
    seen, _ = look(GMAIL, p465=CLOCK_NOT_GREETED, web=CLOCK_UNREACHABLE)
    assert not seen.is_silent
    assert not clock_part(seen).expected


def test_a_host_that_somebody_named():
    seen, fake = look("time.example", web=told(ClockWay.WEB))
    assert clock_part(seen) is seen.offset
    assert fake.asked == [("time.example", "web", None)]
    assert look("time.example", web=CLOCK_SILENT)[0].is_silent


def test_cancelling_ends_it_all():
    with pytest.raises(Cancelled):
        look(GMAIL, p465=Cancelled)
