"""The Sieve corpus before the real Pigeonhole: every script is valid, nearly all are understood, edits stay valid."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sentwatch.core.rule_languages.sieve import read_scripts, read_sieve
from sentwatch.core.rule_languages.sieve_edit import OPEN, switched_off, switched_on
from support.rules import CORPUS

pytestmark = pytest.mark.dovecot

SCRIPTS = sorted((CORPUS / "sieve").glob("*.sieve"))
BESIDE = {"helper": "keep;", "maybe": "keep;"}
"""Scripts that others of the corpus include."""

CONF = """
protocols =
mail_location = maildir:{root}/mail
log_path = {root}/log
plugin {{
  sieve = file:{root}/sieve;active={root}/active.sieve
  sieve_plugins = sieve_extprograms sieve_imapsieve
  sieve_extensions = +vacation-seconds +editheader +mboxmetadata +servermetadata +imapsieve +vnd.dovecot.debug \
+vnd.dovecot.environment +vnd.dovecot.report +spamtest +spamtestplus +virustest +notify +imapflags \
+vnd.dovecot.pipe +vnd.dovecot.filter +vnd.dovecot.execute +special-use
  sieve_global_extensions =
  sieve_spamtest_status_header = X-Spam-Score
  sieve_spamtest_max_value = 10
  sieve_virustest_status_header = X-Virus
  sieve_virustest_max_value = 5
  sieve_imapsieve_url = sieve://localhost
}}
"""


@pytest.fixture(scope="module")
def compiler(tmp_path_factory):
    program = shutil.which("sievec")
    assert program is not None, "sievec is not installed (Debian: dovecot-sieve)"
    root = tmp_path_factory.mktemp("sievec")
    (root / "dovecot.conf").write_text(CONF.format(root=root))
    (root / "sieve").mkdir()
    for name, text in BESIDE.items():
        (root / "sieve" / f"{name}.sieve").write_text(text)

    def compile_script(text: bytes) -> str:
        """What sievec complains about; empty where it accepts the script."""
        path = root / "t.sieve"
        path.write_bytes(text)
        command = [program, "-c", str(root / "dovecot.conf"), str(path), str(root / "t.svbin")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    return compile_script


def test_the_corpus_is_large_and_covers_the_extensions():
    assert len(SCRIPTS) >= 150
    text = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    for extension in (
        "fileinto", "reject", "envelope", "encoded-character", "vacation", "vacation-seconds", "subaddress",
        "comparator-i;ascii-numeric", "relational", "regex", "imap4flags", "imapflags", "copy", "include", "variables",
        "body", "enotify", "notify", "environment", "mailbox", "date", "index", "ihave", "duplicate", "mime",
        "foreverypart", "extracttext", "editheader", "mboxmetadata", "servermetadata", "imapsieve", "special-use",
        "vnd.dovecot.debug", "vnd.dovecot.environment", "vnd.dovecot.report", "vnd.dovecot.pipe",
        "vnd.dovecot.filter", "vnd.dovecot.execute", "spamtest", "spamtestplus", "virustest",
    ):  # fmt: skip
        assert f'"{extension}"' in text, extension


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_script_of_the_corpus_is_valid_for_pigeonhole(compiler, path: Path):
    assert compiler(path.read_bytes()) == ""


def test_pigeonhole_does_refuse_what_is_no_sieve(compiler):
    assert "error" in compiler(b'frobnicate "x";')


def test_at_least_99_of_100_scripts_are_understood():
    unread = []
    for path in SCRIPTS:
        sets = read_scripts([(path.stem, path.read_bytes()), *BESIDE.items()], active=path.stem)
        if not sets[0].is_understood:
            unread.append((path.stem, [piece.text for piece in sets[0].all_not_understood]))
    assert len(unread) <= len(SCRIPTS) / 100, unread


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_rule_that_is_switched_off_leaves_a_valid_script_and_comes_back_byte_for_byte(compiler, path: Path):
    text = path.read_bytes().decode()
    edits = []
    for rule in read_sieve(text, name="x").rules:
        if not rule.enabled or not rule.spans:
            continue
        edit = switched_off(text, rule)
        assert edit is not None, rule
        assert edit.before == text
        edits.append(edit.after)
        off = [one for one in read_sieve(edit.after, name="x").rules if not one.enabled and one.spans]
        back = edit.after
        for one in reversed(off):
            undone = switched_on(back, one)
            back = undone.after if undone is not None else back
        assert back == text
    # One compilation for each script: all edits are of one kind.
    for after in edits[:3]:
        assert OPEN in after
        assert compiler(after.encode()) == ""
