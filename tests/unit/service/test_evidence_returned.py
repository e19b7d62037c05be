"""What came back belongs to the evidence and to the report of an incident: whole in the one, shortened for others."""

from __future__ import annotations

import json

from sentwatch.adapters.imap.headers import HeaderReader
from sentwatch.adapters.imap.received import read_received
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.evidence import gather, save
from sentwatch.service.incident_report import windows_of
from sentwatch.texts.incident_json import incident_json
from sentwatch.wiring import words_for
from support.lived_in import Lived
from support.returned_mail import RELAY, bounce

WORDS = words_for("en")


def put(lived, raw, *, after_s):
    header = raw.partition(b"\r\n\r\n")[0]
    message = read_received(HeaderReader(), 0, size=len(raw), flags=b"", internal_date=b"", header=header)
    at_s = lived.clock.now().timestamp() + after_s
    lived.mailbox.folders["INBOX"].arrive(message._replace(at_s=at_s), body=raw)


def test_bounces_since_the_span_began_are_saved_and_older_ones_are_not(tmp_path):
    lived = Lived(tmp_path / "data")
    put(lived, bounce(1, own=lived.account.address, login=lived.account.address), after_s=-60)
    put(lived, bounce(2, own=lived.account.address), after_s=-40 * 86_400)
    lived.look()
    lived.begin_incident()
    about = lived.app.incident_of
    report = about.report(lived.account, audience=Audience.SMALL_OFFICE, is_personal=True)
    [back] = incident_json(report, WORDS)["returned"]
    assert back["recipients"] == [{"address": "nobody1@partner1.example", "status": "5.1.1"}]
    handed_on = about.report(lived.account, audience=Audience.SMALL_OFFICE, is_personal=False)
    assert "nobody1@" not in json.dumps(incident_json(handed_on, WORDS))

    windows = windows_of(lived.account, about.flagged(lived.account), lived.app.account_store("a1").ledger)
    mail = lived.enter(lived.account, CancelToken())
    gathered = gather(lived.account, report, windows, mail, cancel=CancelToken())
    save(gathered, tmp_path / "evidence", signer=lived.app.signer, words=WORDS)
    [saved] = json.loads((tmp_path / "evidence" / "returned.json").read_text())["returned"]
    assert saved["original"]["taken_in_by"] == RELAY
    assert saved["original"]["signed_in_as"] == [lived.account.address]
    assert (
        "returned.json: error mails and complaints that came back" in (tmp_path / "evidence" / "readme.txt").read_text()
    )
    lived.app.close()
