"""What Pigeonhole does with real messages is among what we say a script does: nothing it sends, stores or drops is missed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sentwatch.core.rule_languages.sieve import read_scripts
from sentwatch.core.rules import Effect, EffectKind
from support.dovecot import Dovecot, running_dovecot
from support.rules import CORPUS

pytestmark = pytest.mark.dovecot

USER = "yuki@example.jp"
EXTENSIONS = """
plugin {
  sieve_plugins = sieve_extprograms
  sieve_extensions = +vacation-seconds +editheader +vnd.dovecot.report +spamtest +spamtestplus +virustest +notify \
+imapflags +special-use +vnd.dovecot.debug +vnd.dovecot.environment
  sieve_spamtest_status_header = X-Spam-Score
  sieve_spamtest_max_value = 10
  sieve_virustest_status_header = X-Virus
  sieve_virustest_max_value = 5
}
"""
NOT_RUN = re.compile(r'"(?:vnd\.dovecot\.(?:pipe|filter|execute)|imapsieve|mboxmetadata|servermetadata|include)"')
"""Need programs, a mailbox server or scripts of their own; sievec accepts them, and that is tested elsewhere."""
SCRIPTS = [
    path for path in sorted((CORPUS / "sieve").glob("*.sieve")) if not NOT_RUN.search(path.read_text(encoding="utf-8"))
]

HEAD = "Date: Sat, 17 Oct 2026 13:58:02 +0900\nMessage-ID: <{n}@x.example>\nX-Spam-Score: 1\nX-Virus: 1\n"
MESSAGES = (
    "From: boss@example.com\nTo: yuki@example.jp\nSubject: urgent order secret night invoice\n",
    (
        "From: shop@example.org\nTo: yuki+shop@example.jp\nCc: list@example.org\nSubject: 請求書 newsletter [ticket #12]\n"
        "List-Id: <dev.example.org>\nX-Spam-Flag: YES\nX-Forward-To: other@example.net\n"
    ),
    "From: spammer@example.com\nSubject: hack MAKE MONEY FAST x secret sale\n",
)
BODY = "\nhello, MAKE MONEY, unsubscribe, click here, holiday\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with running_dovecot(extra=EXTENSIONS) as running:
        running.add_user(USER)
        yield running


def run(server: Dovecot, script: bytes, message: str) -> str:
    path, mail = server.root / "t.sieve", server.root / "m.eml"
    path.write_bytes(script)
    mail.write_text(message)
    command = ["sieve-test", "-c", str(server.root / "dovecot.conf"), "-u", USER, "-r", USER, str(path), str(mail)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "final result: success" in done.stdout + done.stderr, done.stdout + done.stderr
    return done.stdout


def targets(effects: list[Effect], *kinds: EffectKind) -> set[str]:
    return {target for effect in effects if effect.kind in kinds for target in effect.targets}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_everything_pigeonhole_does_was_said(server: Dovecot, path: Path):
    text = path.read_bytes()
    (found,) = read_scripts([("main", text)], active="main")
    effects = [effect for rule in found.rules if rule.enabled for effect in rule.effects]
    kinds = {effect.kind for effect in effects}
    is_open = any(effect.is_open for effect in effects)
    for number, message in enumerate(MESSAGES):
        done = run(server, text, HEAD.format(n=number) + message + BODY)
        performed, _, kept = done.partition("Implicit keep:")
        redirected = set(re.findall(r"redirect message to: <([^>]+)>", performed))
        stored = set(re.findall(r"store message in folder: (.+)", performed))
        assert is_open or redirected <= targets(effects, EffectKind.REDIRECT)
        assert is_open or stored - {"INBOX"} <= targets(
            effects, EffectKind.MOVE, EffectKind.COPY, EffectKind.SNOOZE
        ) | folders(effects)
        is_kept = bool(stored) or "store message" in kept
        if redirected and not is_kept:
            assert kinds & {EffectKind.NO_COPY, EffectKind.DISCARD}
        if not redirected and not is_kept:
            assert kinds & {EffectKind.DISCARD, EffectKind.REJECT}
        if re.search(r"^ \* discard", performed, re.MULTILINE) and not is_kept:
            assert EffectKind.DISCARD in kinds
        if "reject" in performed:
            assert EffectKind.REJECT in kinds


def test_what_pigeonhole_prints_is_read(server: Dovecot):
    script = b'require "fileinto"; redirect "a@example.com"; fileinto "X"; discard;'
    performed = run(server, script, HEAD.format(n=1) + MESSAGES[0] + BODY).partition("Implicit keep:")[0]
    assert "redirect message to: <a@example.com>" in performed
    assert "store message in folder: X" in performed
    assert " * discard" in performed
    assert len(SCRIPTS) > 150


def folders(effects: list[Effect]) -> set[str]:
    """Folder names as Pigeonhole prints them where it finds a special use instead."""
    return {"Junk", "Trash"} if any(effect.text.startswith("\\") for effect in effects) else set()
