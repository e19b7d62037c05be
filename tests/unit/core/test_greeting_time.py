"""The time in greetings of mail servers, as they are made and as nobody should make them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sentwatch.core.greeting_time import told_time

AT = datetime(2026, 11, 25, 1, 24, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    "greeting",
    [
        "mail.kaede.example ESMTP Exim 4.96 Wed, 25 Nov 2026 01:24:27 +0000",
        "mail.kaede.example ESMTP Exim 4.96 #2 Wed, 25 Nov 2026 10:24:27 +0900 \nWe do not take unsolicited mail",
        "mail.kaede.example ESMTP Sendmail 8.15.2/8.15.2; Wed, 25 Nov 2026 01:24:27 GMT",
        "mail.kaede.example ESMTP Sendmail 8.14.4/8.14.4; Tue, 24 Nov 2026 17:24:27 -0800 (PST)",
        "mail ESMTP Sendmail 8.14.4/Debian; Wed, 25 Nov 2026 05:24:27 +0400; (No UCE/UBE) logging access from: x",
        "TYZPR01.outlook.office365.com Microsoft ESMTP MAIL Service ready at Wed, 25 Nov 2026 01:24:27 +0000 [08DE2A]",
        "exc.kaede.example Microsoft ESMTP MAIL Service, Version: 6.0.3790 ready at  Wed, 25 Nov 2026 10:24:27 +0900",
        "ようこそ Wed, 25 Nov 2026 01:24:27 UTC",
    ],
)
def test_servers_that_tell_the_time(greeting):
    assert told_time(greeting) == AT


@pytest.mark.parametrize(
    "greeting",
    [
        "",
        "smtp.gmail.com ESMTP d2e1a72fcca58-7c - gsmtp",
        "mail.kaede.example ESMTP Postfix",
        "mail.kaede.example ready at Wed, 25 Nov 2026 01:24:27",
        "mail.kaede.example ready at Wed, 25 Nov 2026 01:24:27 JST",
        "mail.kaede.example ready at Wed Nov 25 01:24:27 2026",
        "Wed, 99 Nov 2026 01:24:27 +0000",
        "Wed, 25 Nov 2026 77:24:27 +0000",
        "Wed, 25 Nov 2026 01:24:27 +9999",
        "Wed, 25 Nov 2026 01:24:27 +00001",
        "Wed, 25 Nov 0000 01:24:27 +0000",
        "Fri, 31 Dec 9999 23:59:59 -2300",
        "Wed, ２５ Nov 2026 01:24:27 +0000",
        "x" * 2_000 + " Wed, 25 Nov 2026 01:24:27 +0000",
        "Wed, " * 100_000,
        "\0\ufffd\x1b[2J",
    ],
)
def test_servers_that_do_not(greeting):
    assert told_time(greeting) is None


def test_a_greeting_over_several_lines():
    assert told_time("mail.kaede.example ready at\nWed, 25 Nov 2026\n 01:24:27 +0000") == AT
