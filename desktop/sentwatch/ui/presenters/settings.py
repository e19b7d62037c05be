"""The settings page in words: sections of rows, each row one setting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any, Final

from sentwatch.core.network_list import NetworkContact
from sentwatch.core.phrase import N_
from sentwatch.core.settings import Settings, read_time
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.new_versions import VersionFacts, new_versions
from sentwatch.ui.presenters.setting_rows import Choice, Entry, Fact, Press, Row, Section, Toggle

NOTIFICATIONS: Final = "notifications"
TRY_SECOND_WAY: Final = "try_second_way"

_OWN_NAMES: Final = (("en", "English"), ("ja", "日本語"))
"""Each language by its own name, so that it is found by those who read no other."""
_HALF_HOURS: Final = tuple(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in range(0, 24 * 60, 30))


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
    """The section about files: where they lie, and what can be done with them."""

    title: str
    folder: str
    place: str
    open_folder: str
    log: str
    export: str
    export_detail: str
    bring_in: str
    bring_in_detail: str
    purge: str
    purge_detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """The page. Rows are named by the field of Settings they show."""

    header: HeaderView
    sections: tuple[Section, ...]
    data: DataView


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsFacts:
    """What the page is told from. `starts_at_login` is None where it could not be read.

    `was_tried`: the second way, as it is set now, took a test message.
    """

    kept: Settings
    contacts: tuple[NetworkContact, ...]
    has_tray: bool
    starts_at_login: bool | None
    place: str
    versions: VersionFacts
    was_tried: bool = False


def settings(facts: SettingsFacts, words: Words) -> SettingsView:
    """The page."""
    return SettingsView(
        header=HeaderView(sentence=words(N_("Settings"))),
        sections=(
            _look(facts.kept, words),
            _notifications(facts, words),
            _watching(facts.kept, words),
            _starting(facts, words),
            new_versions(facts.versions, words),
            _network(facts.contacts, words),
        ),
        data=_data(facts, words),
    )


def changed(kept: Settings, name: str, value: object) -> Settings:
    """The settings with one of them changed."""
    one: dict[str, Any] = {name: value}
    return replace(kept, **one)


def _look(kept: Settings, words: Words) -> Section:
    system = words(N_("As the system"))
    return Section(
        name="look",
        title=words(N_("Language and look")),
        rows=(
            Choice(
                name="language",
                label=words(N_("Language")),
                choices=(("system", system), *_OWN_NAMES),
                value=kept.language,
                is_short=True,
            ),
            Choice(
                name="theme",
                label=words(N_("Appearance")),
                choices=(("system", system), ("light", words(N_("Light"))), ("dark", words(N_("Dark")))),
                value=kept.theme,
                is_short=True,
            ),
        ),
    )


def _notifications(facts: SettingsFacts, words: Words) -> Section:
    kept = facts.kept
    rows: list[Row] = [
        Choice(
            name="notify_from",
            label=words(N_("Tell me of")),
            choices=(
                ("notice", words(N_("Notices and above"))),
                ("warning", words(N_("Warnings and above"))),
                ("urgent", words(N_("Urgent findings only"))),
            ),
            value="notice" if kept.notify_from == "info" else kept.notify_from,
            detail=words(N_("Everything is shown in the window in any case.")),
        ),
        Toggle(
            name="quiet_hours",
            label=words(N_("Quiet hours")),
            detail=words(N_("What comes up is told when they are over.")),
            is_on=kept.quiet_hours,
        ),
    ]
    if kept.quiet_hours:
        rows += [
            _time("quiet_from", words(N_("From")), kept.quiet_from, words),
            _time("quiet_until", words(N_("Until")), kept.quiet_until, words),
            Toggle(
                name="urgent_in_quiet_hours",
                label=words(N_("Let urgent findings through")),
                detail=words(N_("A burst in the night is over before morning.")),
                is_on=kept.urgent_in_quiet_hours,
            ),
        ]
    rows.append(
        Toggle(
            name="daily_digest",
            label=words(N_("Daily summary")),
            detail=words(N_("Notices wait for it; warnings are told at once.")),
            is_on=kept.daily_digest,
        )
    )
    if kept.daily_digest:
        rows.append(_time("digest_at", words(N_("At")), kept.digest_at, words))
    rows += _second_channel(facts, words)
    return Section(name=NOTIFICATIONS, title=words(N_("Notifications")), rows=tuple(rows))


def _second_channel(facts: SettingsFacts, words: Words) -> Iterable[Row]:
    kept = facts.kept
    yield Choice(
        name="second_channel",
        label=words(N_("A second way to tell you")),
        choices=(
            ("off", words(N_("None"))),
            ("webhook", words(N_("Web hook"))),
            ("command", words(N_("Command"))),
        ),
        value=kept.second_channel,
        detail=words(N_("For example to a chat or a phone. Never the mailbox that is watched.")),
    )
    if kept.second_channel == "off":
        return
    is_hook = kept.second_channel == "webhook"
    target = kept.second_channel_target
    error = (
        words(N_("The address has to begin with https://."))
        if is_hook and target and not target.startswith("https://")
        else ""
    )
    yield Entry(
        name="second_channel_target",
        label=words(N_("Address of the web hook")) if is_hook else words(N_("Command line")),
        text=target,
        hint=words(N_("It is sent a small JSON."))
        if is_hook
        else words(N_("It is started with the JSON on its standard input.")),
        error=error,
    )
    yield Toggle(
        name="second_channel_details",
        label=words(N_("Send details along")),
        detail=words(N_("Without them it carries only what kind of finding there is and how serious it is.")),
        is_on=kept.second_channel_details,
    )
    if target and not error:
        yield Press(
            name=TRY_SECOND_WAY,
            label=words(N_("See whether it arrives")),
            detail=words(
                N_("The test message was taken just now. Look whether it reached you.")
                if facts.was_tried
                else N_("It carries nothing but the words that it is a test.")
            ),
            button=words(N_("Send a test")),
        )


def _watching(kept: Settings, words: Words) -> Section:
    def every(name: str, label: str, spans: tuple[tuple[int, timedelta], ...], detail: str = "") -> Choice:
        value = getattr(kept, name)
        known = dict(spans)
        if value not in known:
            unit = next(span / number for number, span in spans)
            known[value] = unit * value
        return Choice(
            name=name,
            label=label,
            choices=tuple((number, words.duration(known[number].total_seconds())) for number in sorted(known)),
            value=value,
            detail=detail,
        )

    return Section(
        name="watching",
        title=words(N_("Watching")),
        intro=words(N_("Sent mail is watched live where the server offers it. These are the full looks beside it.")),
        rows=(
            every("sent_every_min", words(N_("Sent mail, every")), _minutes(5, 15, 30, 60)),
            every("rules_every_min", words(N_("Rules, every")), _minutes(30, 60, 240, 1440)),
            every(
                "domain_every_h",
                words(N_("Domain and connection, every")),
                tuple((hours, timedelta(hours=hours)) for hours in (6, 12, 24, 168)),
            ),
            every(
                "device_every_days",
                words(N_("This computer, every")),
                tuple((days, timedelta(days=days)) for days in (1, 7, 30)),
            ),
            every(
                "blind_after_min",
                words(N_("Tell me when a mailbox cannot be seen for")),
                _minutes(10, 30, 60, 240),
            ),
        ),
    )


def _starting(facts: SettingsFacts, words: Words) -> Section:
    kept = facts.kept
    rows: list[Row] = []
    if facts.starts_at_login is not None:
        rows.append(
            Toggle(
                name="start_at_login",
                label=words(N_("Start when I sign in to this computer")),
                is_on=facts.starts_at_login,
                detail=words(N_("Nothing is watched while Sentwatch is not running.")),
            )
        )
    if facts.has_tray:
        rows += [
            Toggle(
                name="start_minimised",
                label=words(N_("Start in the tray")),
                is_on=kept.start_minimised,
                detail=words(N_("The window opens when you ask for it.")),
            ),
            Toggle(
                name="close_to_tray",
                label=words(N_("Go on watching when the window is closed")),
                is_on=kept.close_to_tray,
                detail=words(N_("To end Sentwatch, choose “Quit” in its menu.")),
            ),
        ]
    else:
        rows.append(
            Toggle(
                name="close_to_tray",
                label=words(N_("Go on watching when the window is closed")),
                is_on=kept.close_to_tray,
                detail=words(N_("This desktop has no tray: the window is then minimised.")),
            )
        )
    return Section(name="starting", title=words(N_("Starting and closing")), rows=tuple(rows))


def _network(contacts: Iterable[NetworkContact], words: Words) -> Section:
    rows: list[Row] = []
    for contact in contacts:
        hosts = words.value(", ".join(contact.hosts))
        why = words(contact.why)
        detail = f"{hosts}\n{why}" if hosts else why
        label = words(contact.name)
        if contact.setting is None:
            rows.append(Fact(name=contact.code, label=label, detail=detail))
        else:
            rows.append(Toggle(name=contact.setting, label=label, detail=detail, is_on=contact.is_on))
    return Section(
        name="network",
        title=words(N_("What goes over the network")),
        intro=words(N_("Everybody Sentwatch talks to, and why. Nothing is ever sent to its makers.")),
        rows=tuple(rows),
    )


def _data(facts: SettingsFacts, words: Words) -> DataView:
    return DataView(
        title=words(N_("Your data")),
        folder=words(N_("Everything is kept in this folder, for your user alone")),
        place=facts.place,
        open_folder=words(N_("Open the folder")),
        log=words(N_("Show the log")),
        export=words(N_("Export settings …")),
        export_detail=words(
            N_("Settings, accounts and checklist answers for another computer. Passwords stay in the keyring here.")
        ),
        bring_in=words(N_("Bring in settings …")),
        bring_in_detail=words(N_("You see first what would change.")),
        purge=words(N_("Remove everything …")),
        purge_detail=words(
            N_("Deletes what Sentwatch keeps on this computer, passwords included. Your mailboxes are not touched.")
        ),
    )


def _minutes(*numbers: int) -> tuple[tuple[int, timedelta], ...]:
    return tuple((number, timedelta(minutes=number)) for number in numbers)


def _time(name: str, label: str, value: str, words: Words) -> Choice:
    at = read_time(value, time(0, 0)).isoformat("minutes")
    times = sorted({*_HALF_HOURS, at})
    return Choice(name=name, label=label, choices=tuple((one, words.value(one)) for one in times), value=at)
