"""The embedded sample mailbox: it can be read, it has the shape of the incident, and it names nobody real."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from sentwatch.adapters.archives import FileArchive
from sentwatch.adapters.resources import resource
from sentwatch.ports.cancel import CancelToken

FOLDER = Path(str(resource("sample")))
ABOUT = json.loads((FOLDER / "sample.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def story():
    sent, received = [], []
    for batch in FileArchive().read(str(FOLDER / ABOUT["mail"]), address=ABOUT["address"], cancel=CancelToken()):
        assert not batch.damages
        sent += batch.sent
        received += batch.received
    return sent, received


def test_the_burst_is_312_messages_in_19_minutes_to_mostly_strangers(story):
    sent, received = story
    begin = datetime.fromisoformat("2025-10-18T13:58:00+09:00").timestamp()
    end = datetime.fromisoformat("2025-10-18T14:17:00+09:00").timestamp()
    burst = [message for message in sent if begin <= message.at_s < end and message.mailer == "FastPost 1.0.7"]
    assert len(burst) == 312
    assert not any(message.references for message in burst)
    met = {address for message in sent if message.at_s < begin for address in message.recipients}
    met |= {sender.address for sender in received if sender.at_s < begin}
    recipients = [address for message in burst for address in message.recipients]
    assert len(recipients) == 340
    assert sum(address not in met for address in recipients) == 330
    assert max(message.at_s for message in sent) < datetime.fromisoformat(ABOUT["now"]).timestamp()


def test_what_came_before_looks_like_an_office(story):
    sent, received = story
    begin = datetime.fromisoformat("2025-10-18T13:58:00+09:00").timestamp()
    usual = [message for message in sent if message.at_s < begin]
    assert 115 < (begin - usual[0].at_s) / 86400 < 125
    assert len(usual) > 1500
    assert len(received) > 400
    assert 0.03 < sum(bool(message.references) for message in usual) / len(usual) < 0.1
    assert max(len(message.recipients) for message in usual) == 61


def test_the_address_can_be_guessed():
    guessed = FileArchive().guess_address(str(FOLDER / ABOUT["mail"]), cancel=CancelToken())
    assert guessed == ABOUT["address"]


def test_every_domain_is_reserved(story):
    sent, received = story
    addresses = {address for message in sent for address in (message.sender, *message.recipients)}
    addresses |= {sender.address for sender in received}
    assert all(re.fullmatch(r".+@.+\.(example|test)", address) for address in addresses)


def test_the_script_writes_the_same_mail_again(tmp_path, capsys):
    path = Path(__file__).parents[4] / "packaging" / "make_sample.py"
    spec = importlib.util.spec_from_file_location("make_sample", path)
    make_sample = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["make_sample"] = make_sample
    spec.loader.exec_module(make_sample)
    make_sample.write(tmp_path)
    del sys.modules["make_sample"]
    for name in ("Inbox", "Sent"):
        written = gzip.decompress((tmp_path / "mail" / f"{name}.mbox.gz").read_bytes())
        assert written == gzip.decompress((FOLDER / "mail" / f"{name}.mbox.gz").read_bytes())
    assert json.loads((tmp_path / "sample.json").read_text(encoding="utf-8")) == ABOUT
    assert "312" not in capsys.readouterr().err


def test_it_is_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 1_500_000
