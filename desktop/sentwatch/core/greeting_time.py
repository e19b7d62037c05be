"""The time in the words with which an outgoing mail server greets."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sentwatch.core.clock_offset import read_date

MAX_GREETING: Final = 2_000

# Exim's default smtp_banner ends in $tod_full (Exim specification, "smtp_banner"); Sendmail's in $b ("…; Fri, 13 Dec
# 2002 13:19:01 -0700 (PDT)", SmtpGreetingMessage); Exchange says "ready at Mon, 18 Apr 2016 07:36:51 +0000"
# (learn.microsoft.com, "Use Telnet to test SMTP communication"). All of them are RFC 5322 dates with a zone in numbers
# or GMT; a zone that is missing or named would be a guess. Postfix and Gmail tell no time. Read 2026-11-25.
_DATE: Final = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [12]\d{3} "
    r"\d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT|UTC?)(?!\w)",
    re.ASCII,
)


def told_time(greeting: str) -> datetime | None:
    """Return the first time of a greeting as aware UTC; None where it tells none that can be read."""
    found = _DATE.search(" ".join(greeting[:MAX_GREETING].split()))
    return None if found is None else read_date(found[0])
