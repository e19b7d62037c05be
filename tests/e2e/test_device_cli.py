"""`sentwatch device` and `sentwatch network` as a person runs them, on made-up facts."""

from __future__ import annotations

import pytest

from sentwatch.cli import device as commands
from sentwatch.cli import network as network_command
from sentwatch.core.connection import Answer
from sentwatch.core.device import (
    AntivirusFacts,
    AutomaticLoginFacts,
    DeviceFacts,
    EncryptionFacts,
    FirewallFacts,
    LockFacts,
    MailProgramFacts,
    PasswordProgramFacts,
    Scanner,
    System,
    SystemVersion,
    UpdateFacts,
    Volume,
)
from sentwatch.core.looks import NotChecked
from sentwatch.core.network import (
    Link,
    Path,
    Portal,
    PortalFacts,
    RouterFacts,
    Surroundings,
    TunnelFacts,
    WifiFacts,
    WifiSecurity,
)
from sentwatch.core.phrase import N_, phrase
from support.cli import run_cli

W = System.WINDOWS


def facts(**changes):
    values = {
        "version": SystemVersion(system=W, name="Windows 11", family="windows", release="11 25H2"),
        "antivirus": AntivirusFacts(
            system=W, scanners=(Scanner(name="Defender", is_on=Answer.YES, is_current=Answer.YES),)
        ),
        "firewall": FirewallFacts(system=W, is_on=Answer.YES),
        "updates": UpdateFacts(system=W),
        "encryption": EncryptionFacts(system=W, volumes=(Volume(place="C:", is_encrypted=Answer.YES),)),
        "lock": LockFacts(system=W, locks=Answer.YES, after_s=300),
        "automatic_login": AutomaticLoginFacts(system=W, is_on=False),
        "password_programs": PasswordProgramFacts(names=("KeePassXC",)),
        "mail_programs": MailProgramFacts(),
    }
    return DeviceFacts(**{**values, **changes})


def device(monkeypatch, *options, **changes):
    class Port:
        def look(self, *, cancel):
            return facts(**changes)

    monkeypatch.setattr(commands, "device_of_this_computer", Port)
    return run_cli("device", *options)


def network(
    monkeypatch, *options, host="imap.example.com", addresses=("93.184.215.14",), wifi=WifiSecurity.WPA2, portal=None
):
    class Port:
        def look(self, name, found, *, cancel):
            path = Path(address="93.184.215.14", interface="eth0", link=Link.PLAIN)
            return Surroundings(
                tunnel=TunnelFacts(host=name, paths=(path,)),
                wifi=WifiFacts(name="カフェ\u202e", security=wifi),
                portal=portal or PortalFacts(state=Portal.NONE),
                router=RouterFacts(gateways=("192.168.1.1",), name_servers=("192.168.1.1",)),
            )

    class Names:
        def addresses(self, name, *, cancel):
            return addresses

    monkeypatch.setattr(network_command, "network_of_this_computer", Port)
    monkeypatch.setattr(network_command, "SystemNames", Names)
    return run_cli("network", host, *options)


def codes(done):
    report = done.json["reports"][0]
    assert report["account"] is None
    return {finding["code"] for finding in report["findings"]}


def test_a_tidy_computer(monkeypatch):
    done = device(monkeypatch, "--json")
    assert (done.code, codes(done)) == (0, set())


def test_a_warning_and_a_look_that_failed(monkeypatch):
    off = AntivirusFacts(system=W)
    unseen = NotChecked(phrase(N_("Windows did not answer this question.")))
    assert device(monkeypatch, "--json", antivirus=off, lock=unseen).code == 1
    assert device(monkeypatch, "--json", lock=unseen).code == 3
    expected = NotChecked(phrase(N_("Windows did not answer this question.")), expected=True)
    assert device(monkeypatch, "--json", lock=expected).code == 0


def test_it_speaks_japanese(monkeypatch):
    done = device(monkeypatch, "--lang", "ja", antivirus=AntivirusFacts(system=W))
    assert "ウイルス対策が無効" in done.out
    assert "{" not in done.out


def test_an_open_wifi(monkeypatch):
    done = network(monkeypatch, "--json", wifi=WifiSecurity.OPEN)
    assert (done.code, codes(done)) == (0, {"network.wifi-open"})
    shown = network(monkeypatch, "--lang", "ja", wifi=WifiSecurity.OPEN).out
    assert "\u202e" not in shown
    assert "暗号化されておらず" in shown


def test_offline_is_could_not_look(monkeypatch):
    assert network(monkeypatch, "--json", addresses=()).code == 3


@pytest.mark.parametrize(
    ("host", "options"),
    [("localhost", ()), ("10.0.0.1", ()), ("imap.example.com", ("--compare-with", "dns.example.com"))],
)
def test_wrong_usage(monkeypatch, host, options):
    assert network(monkeypatch, *options, host=host).code == 2
