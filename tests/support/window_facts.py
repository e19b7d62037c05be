"""What a window can be shown without accounts and network: the sample mailbox's own mail, and Actions made of it."""

from __future__ import annotations

import atexit
import gettext
import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sentwatch.adapters.archives import FileArchive
from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.resources import resource
from sentwatch.adapters.system_clock import ShiftedClock
from sentwatch.core.accounts import Account, Role
from sentwatch.core.check import Checked
from sentwatch.core.checks import connection_certificate, connection_tls_old, domain_dmarc, domain_spf, domain_transport
from sentwatch.core.checks.sent_burst import BURST
from sentwatch.core.findings import Evidence, Finding
from sentwatch.core.incidents import Answer
from sentwatch.core.looks import Failed
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import CheckResult, Report, ReportedFinding, Status
from sentwatch.core.timeline import BurstMark, Cell, Measure, Step, TimelineRequest, TimelineView, Usual, edges, fold
from sentwatch.core.trouble import BAD_CREDENTIAL, NETWORK_CUT, SERVER_SILENT, Trouble
from sentwatch.core.watching import AccountState, Sight
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Step as ProgressStep
from sentwatch.ports.progress import silent
from sentwatch.service.add_account import Removal
from sentwatch.texts.words import Words
from sentwatch.ui.actions import Removed
from sentwatch.ui.known import FindingRef, Known
from sentwatch.wiring import App

FOLDER = Path(str(resource("sample")))
ABOUT = json.loads((FOLDER / "sample.json").read_text(encoding="utf-8"))
NOW = datetime.fromisoformat(ABOUT["now"]).astimezone(UTC)
ZONE = ZoneInfo(ABOUT["time_zone"])
SHOP = "shop"
OFFICE = "office"
BURST_START = datetime.fromisoformat("2025-10-18T13:58:00+09:00")


def words_for(lang: str) -> Words:
    """The words of a language, in the sample's own zone, from the catalog of this tree."""
    translations = gettext.translation("sentwatch", str(resource("locale")), [lang], fallback=True)
    return Words(lang, translations, zone=ZONE)


@cache
def app() -> App:
    """The use cases over an empty data folder that vanishes with the process, secrets in memory."""
    folder = TemporaryDirectory(prefix="sentwatch-test-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return App(data_dir=Path(folder.name), secrets=SessionSecrets(), clock=ShiftedClock(NOW))


@cache
def cells() -> tuple[Cell, ...]:
    """Each sent message of the sample with its counts."""
    sent, met = [], {}
    for batch in FileArchive().read(str(FOLDER / ABOUT["mail"]), address=ABOUT["address"], cancel=CancelToken()):
        sent += batch.sent
        for sender in batch.received:
            met[sender.address] = min(sender.at_s, met.get(sender.address, sender.at_s))
    found = []
    for message in sorted(sent, key=lambda m: m.at_s):
        new = [one for one in message.recipients if met.get(one, 1e18) >= message.at_s]
        found.append(Cell(message.at_s, 1, len(message.recipients), len(new)))
        met.update(dict.fromkeys(new, message.at_s))
    return tuple(found)


@cache
def usual(step: Step) -> tuple[tuple[Measure, Usual], ...]:
    """The third highest bar of each measure, leaving out the last week: what the burst definition calls usual."""
    end_s = NOW.timestamp() - 7 * 86_400
    start_s = cells()[0].at_s if step.span_s >= Step.DAY.span_s else end_s - 14 * 86_400
    bars = fold(cells(), edges(start_s, end_s, step, ZONE))
    return tuple((m, Usual(low=0, high=sorted(bar.count(m) for bar in bars)[-3])) for m in Measure)


@cache
def sample_report() -> Report:
    """What the real main job says of the sample mailbox."""
    found = App().check_sample(progress=silent, cancel=CancelToken())
    return replace(found, account_key=SHOP)


@cache
def burst() -> Finding:
    """The burst of the sample."""
    return next(r.finding for r in sample_report().findings if r.finding.kind is BURST)


def burst_ref() -> FindingRef:
    """How the window names it."""
    return FindingRef(account_key=SHOP, code=BURST.code, subject=burst().subject)


def timeline(request: TimelineRequest, *, quiet: bool = False) -> TimelineView:
    """A TimelineSource over the sample; the office's mailbox is the shop's without the burst, some of it."""
    counted = cells()
    bursts: tuple[BurstMark, ...] = ()
    if request.account_key == OFFICE or quiet:
        counted = tuple(c for n, c in enumerate(counted) if c.at_s < BURST_START.timestamp() and n % 3)
    else:
        found = burst()
        bursts = (
            BurstMark(
                code=found.kind.code,
                subject=found.subject,
                start_s=found.params["start"].timestamp(),
                end_s=found.params["end"].timestamp(),
                severity=found.severity,
            ),
        )
    return TimelineView(
        step=request.step,
        buckets=fold(counted, request.edges),
        usual=dict(usual(request.step)),
        bursts=bursts,
        learned_days=burst().params["learned_days"],
    )


DMARC = Finding(
    kind=next(kind for kind in domain_dmarc.CHECK.kinds if kind.code == "domain.dmarc-none"),
    subject="aoyama-insatsu.example",
    params={"domain": "aoyama-insatsu.example"},
    evidence=(Evidence(label=N_("Record"), value="v=DMARC1; p=none"),),
)
SPF = Finding(
    kind=domain_spf.MULTIPLE,
    subject="aoyama-insatsu.example",
    params={"domain": "aoyama-insatsu.example", "count": 2},
    evidence=(
        Evidence(label=N_("Record"), value="v=spf1 include:_spf.rental-hosting.example ~all"),
        Evidence(label=N_("Record"), value="v=spf1 mx -all"),
    ),
)
CERTIFICATE = Finding(
    kind=connection_certificate.CERTIFICATE_EXPIRES_SOON,
    subject="mail.aoyama-insatsu.example:993",
    params={"host": "mail.aoyama-insatsu.example", "ends_at": NOW + timedelta(days=6)},
    evidence=(
        Evidence(label=N_("Issued by"), value="R11, Let's Encrypt"),
        Evidence(label=N_("Valid until"), value=NOW + timedelta(days=6)),
    ),
)

SHOP_ACCOUNT = Account(
    id=SHOP,
    address=ABOUT["address"],
    host="mail.aoyama-insatsu.example",
    role=Role.SYSTEM,
    time_zone=ABOUT["time_zone"],
)
OFFICE_ACCOUNT = Account(
    id=OFFICE,
    address="morishita@aoyama-insatsu.example",
    host="mail.aoyama-insatsu.example",
    time_zone=ABOUT["time_zone"],
)


def reported(finding: Finding, *, status: Status = Status.NEW, first_seen: datetime = NOW) -> ReportedFinding:
    """A finding as a run reports it."""
    return ReportedFinding(finding=finding, status=status, first_seen=first_seen)


def looked(code: str, title: str, *findings: Finding) -> CheckResult:
    """A check that looked."""
    return CheckResult(code=code, title=title, outcome=Checked(findings=findings))


def report(account: Account | None, results: tuple[CheckResult, ...], *, key: str = "", **more: object) -> Report:
    """The report of one account, or of what belongs to none."""
    known = tuple(
        reported(finding)
        for result in results
        if isinstance(result.outcome, Checked)
        for finding in result.outcome.findings
    )
    return Report(
        account_key=account.id if account is not None else key,
        account=account.address if account is not None else None,
        role=account.role if account is not None else None,
        taken_at=NOW - timedelta(minutes=2),
        results=results,
        findings=more.get("findings", known),
        time_zone=ABOUT["time_zone"],
    )


DOMAIN_RESULTS = (
    looked("domain.spf", domain_spf.CHECK.title, SPF),
    looked("domain.dmarc", domain_dmarc.CHECK.title, DMARC),
    CheckResult(
        code="domain.transport",
        title=domain_transport.CHECK.title,
        outcome=Failed(Trouble(NETWORK_CUT, host="mta-sts.aoyama-insatsu.example")),
    ),
)


def watched(sight: Sight = Sight.LIVE) -> tuple[AccountState, ...]:
    """How both accounts are watched."""
    return tuple(AccountState(account=a, sight=sight, since=NOW) for a in (SHOP_ACCOUNT, OFFICE_ACCOUNT))


def attention() -> Known:
    """Two mailboxes, a burst in one of them, smaller things, and two that could not be looked at."""
    shop = report(
        SHOP_ACCOUNT,
        (
            *sample_report().results,
            looked("connection.certificate-expires-soon", connection_certificate.CHECK.title, CERTIFICATE),
        ),
    )
    office = report(
        OFFICE_ACCOUNT,
        (
            looked("sent.burst", N_("Unusual sending")),
            looked("connection.certificate-expires-soon", connection_certificate.CHECK.title),
            CheckResult(
                code="connection.tls-old",
                title=connection_tls_old.CHECK.title,
                outcome=Failed(Trouble(SERVER_SILENT, host="mail.aoyama-insatsu.example", wait_s=30)),
            ),
        ),
    )
    domain = report(None, DOMAIN_RESULTS, key="domain:aoyama-insatsu.example")
    return Known(accounts=(SHOP_ACCOUNT, OFFICE_ACCOUNT), reports=(shop, office, domain), states=watched())


def shut() -> Known:
    """What was found before, and nothing of it looked at again: the mailbox lets nobody in any more."""
    known, refused = attention(), Trouble(BAD_CREDENTIAL, host=SHOP_ACCOUNT.host)
    shop, *others = known.reports
    shop = replace(
        shop,
        results=tuple(replace(result, outcome=Failed(refused)) for result in shop.results),
        findings=tuple(replace(one, status=Status.EARLIER) for one in shop.findings),
    )
    _, office = known.states
    blind = AccountState(account=SHOP_ACCOUNT, sight=Sight.BLIND, since=NOW, trouble=refused)
    return replace(known, reports=(shop, *others), states=(blind, office))


def quiet() -> Known:
    """Nothing to say, and all of it looked at."""
    results = (
        looked("sent.burst", N_("Unusual sending")),
        looked("connection.certificate-expires-soon", connection_certificate.CHECK.title),
    )
    domain = (looked("domain.spf", domain_spf.CHECK.title), looked("domain.dmarc", domain_dmarc.CHECK.title))
    return Known(
        accounts=(SHOP_ACCOUNT, OFFICE_ACCOUNT),
        reports=(report(SHOP_ACCOUNT, results), report(OFFICE_ACCOUNT, results), report(None, domain, key="d")),
        states=watched(),
    )


class SampleActions:
    """Actions over the sample: answers are kept, a check walks through honest steps, accounts come and go."""

    def __init__(self, known: Known, *, quiet: bool = False) -> None:
        self._known = known
        self._quiet = quiet
        self.calls: list[object] = []
        self.gate: threading.Event | None = None
        self.trouble: Trouble | None = None

    def now(self) -> datetime:
        return NOW

    def known(self) -> Known:
        self._maybe_raise()
        return self._known

    def check_now(self, *, only=None, cancel, progress) -> Known:
        self.calls.append("check" if only is None else ("check", only))
        self._maybe_raise()
        total = 3310
        for done in range(0, total, 331):
            cancel.check()
            progress(
                ProgressStep(
                    what=phrase(N_("Reading the sent mail")),
                    done=done,
                    total=total,
                    rate_per_s=412.0,
                    left_s=(total - done) / 412,
                )
            )
            if self.gate is not None and done == 331 * 4:
                while not self.gate.wait(0.01):
                    cancel.check()
        return self._known

    def check_step(self, step_id, *, cancel, progress) -> Known:
        self.calls.append(("step", step_id))
        return self._known

    def office_changed(self) -> Known:
        return self._known

    def answer(self, ref, answer: Answer) -> Known:
        self.calls.append((ref, answer))
        self._maybe_raise()
        self._known = replace(self._known, answers={**self._known.answers, ref: answer})
        return self._known

    def keep_account(self, account, opened, *, for_session) -> Known:
        self.calls.append(("keep", account, for_session))
        self._maybe_raise()
        others = tuple(a for a in self._known.accounts if a.id != account.id)
        self._known = replace(self._known, accounts=(*others, account))
        return self._known

    def change_account(self, account_key, change, *, cancel, progress) -> Known:
        self._maybe_raise()
        changed = tuple(change(a) if a.id == account_key else a for a in self._known.accounts)
        self.calls.append(("change", next(a for a in changed if a.id == account_key)))
        self._known = replace(self._known, accounts=changed)
        return self._known

    def end_watching(self) -> None:
        self.calls.append("end watching")

    def set_paused(self, account_key, *, paused) -> Known:
        self.calls.append((account_key, paused))
        changed = tuple(replace(a, paused=paused) if a.id == account_key else a for a in self._known.accounts)
        self._known = replace(self._known, accounts=changed)
        return self._known

    def remove_account(self, account_key) -> Removed:
        self.calls.append(("remove", account_key))
        self._maybe_raise()
        self._known = replace(
            self._known,
            accounts=tuple(a for a in self._known.accounts if a.id != account_key),
            reports=tuple(r for r in self._known.reports if r.account_key != account_key),
        )
        return Removed(known=self._known, removal=Removal(rows_left=0, is_secret_gone=True))

    def timeline(self, request: TimelineRequest) -> TimelineView:
        self._maybe_raise()
        return timeline(request, quiet=self._quiet)

    def history_span(self, account_key) -> tuple[float, float] | None:
        self._maybe_raise()
        return cells()[0].at_s, cells()[-1].at_s

    def _maybe_raise(self) -> None:
        if self.trouble is not None:
            raise self.trouble
