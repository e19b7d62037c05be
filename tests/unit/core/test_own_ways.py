"""Our own outgoing ways: learned from mail that is surely ours, and what a quoted way then proves."""

from __future__ import annotations

import pytest

from sentwatch.core.bounces import Proof, Returned, ReturnedKind, Way
from sentwatch.core.own_ways import MAX_KEPT, Given, OwnWays, Prover, is_telling, own_hosts, own_id_domains

GIVEN = Given(logins=("me@kaede.example",), hosts=("imap.kaede.example",), id_domains=("kaede.example",))
LEARNED = OwnWays().with_way(Way(hosts=("smtp.kaede.example",), entry_host="smtp.kaede.example"))


def proof(ways, *hosts, login="", entry="", signed_in=False, given=GIVEN):
    way = Way(
        hosts=hosts, logins=(login,) if login else (), entry_host=entry or (hosts[-1] if hosts else ""),
        entry_is_signed_in=signed_in,
    )  # fmt: skip
    return Prover.of(ways, given).proof(Returned(kind=ReturnedKind.BOUNCE, way=way))


def test_our_own_sign_in_proves_most():
    assert proof(OwnWays(), "mx.stranger.example", login="ME@kaede.example") is Proof.OWN_LOGIN
    learned = OwnWays().with_way(Way(logins=("U12345",)))
    assert proof(learned, "mx.stranger.example", login="u12345") is Proof.OWN_LOGIN


def test_a_learned_server_proves_the_way_and_foreign_ones_show_only_then():
    assert proof(LEARNED, "smtp.kaede.example") is Proof.OWN_RELAY
    assert proof(LEARNED, "mail.spam.example") is Proof.FOREIGN
    assert proof(OwnWays(), "mail.spam.example") is Proof.UNKNOWN
    assert proof(LEARNED) is Proof.UNKNOWN


def test_a_server_of_the_same_owner_that_we_never_saw_is_no_stranger():
    assert proof(LEARNED, "smtp9.kaede.example") is Proof.UNKNOWN


def test_a_name_that_only_ends_alike_is_not_ours():
    assert proof(LEARNED, "notsmtp.kaede.example.evil.example") is Proof.FOREIGN
    assert proof(LEARNED, "xsmtp.kaede.example") is Proof.UNKNOWN


def test_mail_that_strangers_gave_to_our_server_is_no_proof_where_it_marks_who_signed_in():
    marks = LEARNED.with_way(
        Way(hosts=("smtp.kaede.example",), entry_host="smtp.kaede.example", entry_is_signed_in=True)
    )
    assert proof(marks, "smtp.kaede.example") is Proof.UNKNOWN
    assert proof(marks, "smtp.kaede.example", signed_in=True) is Proof.OWN_RELAY


def test_two_servers_of_a_farm_make_the_farm_ours_but_a_whole_provider_never():
    def with_hosts(*names):
        ways = OwnWays()
        for name in names:
            ways = ways.with_way(Way(hosts=(name,), entry_host=name))
        return ways

    farm = with_hosts("out1.mail.kaede.example", "out2.mail.kaede.example")
    assert "mail.kaede.example" in own_hosts(farm, GIVEN)
    assert proof(farm, "out3.mail.kaede.example") is Proof.OWN_RELAY
    assert "provider.example" not in own_hosts(with_hosts("sv1.provider.example", "sv2.provider.example"), GIVEN)


@pytest.mark.parametrize("name", ["localhost", "web-7", "10.0.0.1", "::1", "printer.local", "x.lan", ""])
def test_names_every_machine_calls_itself_are_not_learned(name):
    assert not is_telling(name)
    assert OwnWays().with_way(Way(hosts=(name,), entry_host=name)).hosts == ()


def test_who_writes_the_notes_is_learned_from_nearly_all_mail_and_can_change():
    assert OwnWays().with_notes(["mx.kaede.example"] * 9).note_writer is None
    ways = OwnWays().with_notes(["mx.kaede.example"] * 20 + [""])
    assert ways.note_writer == "mx.kaede.example"
    assert ways.with_notes(["evil.example"] * 10).note_writer is None
    moved = ways
    for _ in range(40):
        moved = moved.with_notes(["mx.elsewhere.example"] * 30)
    assert moved.note_writer == "mx.elsewhere.example"
    assert moved.noted_of <= 400


def test_what_is_kept_stays_small():
    ways = OwnWays().with_id_domains(f"d{number}.example" for number in range(500))
    assert len(ways.id_domains) == MAX_KEPT
    assert ways.id_domains[-1] == "d499.example"
    assert len(OwnWays().with_notes(f"w{n}.example" for n in range(300)).note_writers) <= MAX_KEPT


def test_ends_that_all_customers_share_tell_nothing():
    ways = OwnWays().with_id_domains(["mail.gmail.com", "Office.Kaede.Example", "localhost"])
    assert own_id_domains(ways, GIVEN) == ("office.kaede.example", "kaede.example")
