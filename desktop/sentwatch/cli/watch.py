"""`sentwatch watch`: watch mailboxes without a window, for a small server; events as lines."""

from __future__ import annotations

import queue
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import click

from sentwatch.cli.check import chosen_accounts
from sentwatch.cli.terminal import Terminal, ask_for_passwords, json_option, shared_options, this_terminal
from sentwatch.core.network import OpenWifiEvent
from sentwatch.core.notify import Notice, Notification
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.takeover import STATE_WORDS, TakeoverState
from sentwatch.core.watching import Looked, SeesAgain, Sight, StateChanged, WatchEvent, WentBlind
from sentwatch.texts.notification import render_notification
from sentwatch.texts.render import render_trouble
from sentwatch.texts.report_json import Json, finding_json_of, iso

TICK_S = 1.0
# SIGHUP is not on Windows.
_STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

SIGHT_WORDS = {
    Sight.STARTING: N_("starting"),
    Sight.LIVE: N_("watching live"),
    Sight.POLLING: N_("looking twice a minute"),
    Sight.BLIND: N_("cannot look"),
    Sight.PAUSED: N_("paused"),
}


@click.command("watch", help=N_("Watch mailboxes without a window until stopped. All accounts, unless some are named."))
@click.argument("addresses", metavar="[ACCOUNT]...", nargs=-1)
@json_option
@shared_options
@this_terminal
def watch(terminal: Terminal, *, addresses: tuple[str, ...], as_json: bool) -> None:
    """Ends with 0 when asked to stop: Ctrl-C, SIGTERM, or the terminal is closed and nobody said nohup."""
    app = terminal.app
    accounts = chosen_accounts(terminal, addresses)
    ask_for_passwords(terminal, accounts)
    app.set_up_log()
    lines = _Lines(terminal, as_json=as_json)
    events: queue.SimpleQueue[WatchEvent] = queue.SimpleQueue()
    telling = app.telling(lambda: (lines, *app.second_channels(lambda: terminal.words)))
    watching = app.watch(events.put)
    with _until_asked() as stopped:
        lines.line("started", _watching(len(accounts)), accounts=[a.address for a in accounts])
        watching.start(accounts)
        while not stopped:
            try:
                event = events.get(timeout=TICK_S)
            except queue.Empty:
                telling.tick()
                continue
            lines.event(event)
            telling.take_event(event)
        watching.stop()
    lines.line("stopped", phrase(N_("Stopped.")))


def _watching(count: int) -> Phrase:
    return Phrase(
        text=N_("Watching {n} mailbox."), plural=N_("Watching {n} mailboxes."), count="n", params={"n": count}
    )


@contextmanager
def _until_asked() -> Iterator[list[int]]:
    """A list that is filled once the process is asked to stop."""
    asked: list[int] = []
    heard = [number for number in _STOPPING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, lambda got, _frame: asked.append(got)) for number in heard}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Lines:
    """A Notifier that writes lines; also writes what else happens."""

    def __init__(self, terminal: Terminal, *, as_json: bool) -> None:
        self._terminal = terminal
        self._as_json = as_json

    def notify(self, notification: Notification) -> None:
        """Write what people are told."""
        words = self._terminal.words.for_zone(notification.time_zone)
        if self._as_json:
            self._write(
                "finding",
                account=notification.account,
                is_update=notification.is_update,
                finding=finding_json_of(notification.finding, words),
            )
        else:
            text = render_notification(notification, self._terminal.words)
            self._print(f"{text.summary}: {text.body}")

    def say(self, notice: Notice) -> None:
        """Write a notice; what happens to the watch itself is written by `event`."""
        if notice.code == "watch.digest":
            self.line("digest", notice.body)

    def event(self, event: WatchEvent) -> None:
        """Write how watching goes on."""
        words = self._terminal.words
        match event:
            case Looked(report=report, gap=gap) if gap is not None:
                told = phrase(
                    N_("{account}: nobody watched from {since:moment} to {until:moment}. We have looked at it now."),
                    account=report.account, since=gap.since, until=gap.until,
                )  # fmt: skip
                self.line("gap", told, account=report.account, since=iso(gap.since), until=iso(gap.until))
            case StateChanged(state=state):
                address, takeover = state.account.address, state.takeover
                told = phrase(N_("{account}: {sight}"), account=address, sight=words(SIGHT_WORDS[state.sight]))
                if takeover not in {None, TakeoverState.USUAL}:
                    assert takeover is not None
                    told = phrase(N_("{account}: {state}"), account=address, state=phrase(STATE_WORDS[takeover]))
                stands = takeover.value if takeover is not None else None
                self.line("state", told, account=address, sight=state.sight.value, account_state=stands)
            case WentBlind(state=state):
                reason = render_trouble(state.trouble, words).title if state.trouble else ""
                told = phrase(
                    N_("{account} cannot be seen since {since:moment}. {reason}"),
                    account=state.account.address, since=state.since, reason=reason,
                )  # fmt: skip
                trouble = state.trouble.kind.code if state.trouble else None
                self.line("blind", told, account=state.account.address, since=iso(state.since), trouble=trouble)
            case OpenWifiEvent(name=name):
                told = phrase(N_("Open Wi-Fi “{name}”, and no tunnel was seen to the mail server."), name=name)
                self.line("open-wifi", told, wifi=name)
            case SeesAgain(state=state, blind=blind):
                told = phrase(
                    N_("{account} is seen again. It was not watched between {since:moment} and {until:moment}."),
                    account=state.account.address, since=blind.since, until=blind.until,
                )  # fmt: skip
                self.line(
                    "sees-again", told, account=state.account.address, since=iso(blind.since), until=iso(blind.until)
                )

    def line(self, event: str, told: Phrase, **values: Json) -> None:
        """Write one event, as a line of JSON or of words."""
        if self._as_json:
            self._write(event, **values)
        else:
            self._print(self._terminal.words(told))

    def _write(self, event: str, **values: Json) -> None:
        line: dict[str, Json] = {"schema": 1, "event": event, "at": iso(self._terminal.app.clock.now()), **values}
        self._terminal.write_json(line, indent=None)

    def _print(self, text: str) -> None:
        self._terminal.write(f"{self._terminal.words.moment(self._terminal.app.clock.now())}  {text}\n")
