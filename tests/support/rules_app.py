"""An app that has looked at rules twice: scripts on a server, a mailbox no program can read, and Thunderbird's file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.progress import silent
from sentwatch.service.add_account import Opened
from sentwatch.ui import rule_work
from sentwatch.wiring import App
from support.clocks import HandClock
from support.scripted_sieve import SieveScript, scripted_sieve

ADDRESS = "morishita@aoyama-insatsu.example"
UNREAD = "aoyama.insatsu@gmail.com"
FORWARDS = '# rule:[.]\nif header :contains "subject" ["請求書", "invoice"] {\n    redirect "x@mailhub.example";\n}\n'
BOUNCES = '# rule:[bounces]\nif header :contains "from" "mailer-daemon" {\n    discard;\n}\n'
NEWS = '# rule:[News]\nif address :is "from" "news@shop.example" {\n    fileinto "News";\n}\n'
PRINTER = '# rule:[Printer]\nif header :contains "subject" "toner" {\n    fileinto "Printer";\n}\n'
BEFORE = f'require ["fileinto"];\n{NEWS}{PRINTER}'
MOVED = NEWS.replace('fileinto "News"', 'fileinto "Newsletters"')
AFTER = f'require ["fileinto"];\n{FORWARDS}{BOUNCES}{MOVED}'
THUNDERBIRD = (
    'version="9"\nlogging="no"\nname="Orders"\nenabled="yes"\ntype="17"\naction="Move to folder"\n'
    'actionValue="mailbox://nobody@Local%20Folders/Orders"\ncondition="AND (subject,contains,order)"\n'
)
NOW = datetime.fromisoformat("2025-10-18T15:20:00+09:00")


@contextmanager
def rules_app(folder: Path, *, server: SieveScript | None = None) -> Iterator[tuple[App, SieveScript]]:
    """The app, and the server its first account's scripts lie on. The home folder is one of its own meanwhile."""
    home = folder / "home"
    profile = home / ".thunderbird" / "abcd.default" / "ImapMail" / "mail.aoyama-insatsu.example"
    profile.mkdir(parents=True)
    (profile / "msgFilterRules.dat").write_text(THUNDERBIRD, encoding="utf-8")
    script = server or SieveScript(scripts={"main": BEFORE.encode()}, active="main")
    with mock.patch.dict("os.environ", {"HOME": str(home)}), scripted_sieve(folder, script):
        clock = HandClock(NOW - timedelta(days=9))
        app = App(data_dir=folder / "data", secrets=SessionSecrets(), clock=clock)
        reads = Account(
            id="reads", address=ADDRESS, host="127.0.0.1", time_zone="Asia/Tokyo", sieve_host=script.host,
            sieve_port=script.port, ca_file=str(script.ca_file),
        )  # fmt: skip
        unread = Account(id="unread", address=UNREAD, host="imap.gmail.com", provider="gmail", time_zone="Asia/Tokyo")
        for account in (reads, unread):
            app.keep_account(account, Opened(credential=Credential("correct horse")))
        try:
            read_all(app)
            clock.at = NOW
            script.scripts["main"] = AFTER.encode()
            read_all(app)
            yield app, script
        finally:
            app.close()


def read_all(app: App) -> None:
    """What the page's button does."""
    rule_work.look(app, app.known_accounts(), with_programs=True, cancel=CancelToken(), progress=silent)
