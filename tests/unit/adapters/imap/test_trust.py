"""What connections trust: read once while one is open, read anew once it has changed."""

from __future__ import annotations

import gc
import ssl
from threading import Barrier, Thread

import pytest
import trustme

from sentwatch.adapters.imap.connect import tls_context
from sentwatch.core.trouble import CERTIFICATE_REFUSED, Trouble


@pytest.fixture
def office(tmp_path):
    file = tmp_path / "office.pem"
    trustme.CA().cert_pem.write_to_path(file)
    return file


def test_connections_open_at_the_same_time_share_one_context(office):
    start, made = Barrier(4), []

    def connect():
        start.wait()
        made.append(tls_context(str(office), host="mail.example.jp"))

    threads = [Thread(target=connect) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, made))) == 1
    assert made[0].verify_mode is ssl.CERT_REQUIRED
    assert made[0].check_hostname


def test_an_authority_that_was_replaced_is_read_anew(office):
    first = tls_context(str(office), host="mail.example.jp")
    trustme.CA(organization_name="another one").cert_pem.write_to_path(office)
    second = tls_context(str(office), host="mail.example.jp")
    assert second is not first
    assert second.get_ca_certs() != first.get_ca_certs()


def test_an_office_of_its_own_is_trusted_by_its_account_only(office):
    with_office = tls_context(str(office), host="mail.example.jp")
    without = tls_context(None, host="mail.example.jp")
    assert len(with_office.get_ca_certs()) == len(without.get_ca_certs()) + 1


def test_nothing_is_kept_once_nobody_is_connected(office):
    made = id(tls_context(str(office), host="mail.example.jp"))
    gc.collect()
    from sentwatch.adapters.imap import connect

    assert made not in {id(context) for context in connect._IN_USE.values()}


def test_a_file_that_is_gone_is_a_trouble(tmp_path):
    with pytest.raises(Trouble) as told:
        tls_context(str(tmp_path / "gone.pem"), host="mail.example.jp")
    assert told.value.kind is CERTIFICATE_REFUSED
