"""The page of the domain: of a mailbox at a provider, and of a domain of one's own."""

from __future__ import annotations

from shots.scene import Scene, scroll_to_end, settle, until


def read_first(window):
    browser = window.frame.page("domain").browser
    browser.open_finding(browser.list.chosen)


def open_stage(window):
    window.frame.page("domain").part("records").path.stages.buttons[1].click()


def open_questions(window):
    part = window.frame.page("domain").part("records")
    part.senders.fold.open()
    settle(window)
    window.frame.page("domain").scroll_to(part.senders)


def read_takeover(window):
    from sentwatch.ui.known import FindingRef
    from support.own_domain import D

    report = next(r for r in window.session.known.reports if r.account_key == f"domain:{D}")
    code = "domain.reports-more-than-sent"
    subject = next(f.finding.subject for f in report.findings if f.finding.kind.code == code)
    window.frame.open_finding(FindingRef(account_key=report.account_key, code=code, subject=subject))


def ask_lookalikes(window):
    import threading

    from sentwatch.core.phrase import N_, phrase
    from sentwatch.ports.progress import Step

    gate = window.gate = threading.Event()

    def work(cancel, progress):
        progress(Step(what=phrase(N_("Asking for {name}"), name="aoyama-lnsatsu.example"), done=42, total=100))
        while not gate.wait(0.01):
            cancel.check()

    page = window.frame.page("domain")
    page.bench.run(phrase(N_("Asking for names that look alike")), work)
    until(lambda: page.work._step is not None and page.work._step.done == 42)


def fail_look(window):
    from sentwatch.core.phrase import N_, phrase
    from sentwatch.core.trouble import NETWORK_CUT, Trouble

    def work(_cancel, _progress):
        raise Trouble(NETWORK_CUT, host="ns1.dns.example")

    window.frame.page("domain").bench.run(phrase(N_("Asking for names that look alike")), work)


SCENES = (
    Scene("domain", page="domain"),
    Scene("domain-letter", page="domain", act=read_first),
    Scene("domain-end", page="domain", act=scroll_to_end),
    Scene("own-domain", page="domain", known="own"),
    Scene("own-domain-end", page="domain", known="own", act=scroll_to_end),
    Scene("own-domain-letter", page="domain", known="own", act=read_takeover),
    Scene("own-domain-working", page="domain", known="own", part="lookalikes", act=ask_lookalikes),
    Scene("own-domain-trouble", page="domain", known="own", act=fail_look),
    Scene("own-records", page="domain", known="own", part="records"),
    Scene("own-records-end", page="domain", known="own", part="records", act=scroll_to_end),
    Scene("own-records-stage", page="domain", known="own", part="records", act=open_stage),
    Scene("own-records-questions", page="domain", known="own", part="records", act=open_questions),
    Scene("own-reports", page="domain", known="own", part="reports"),
    Scene("own-reports-end", page="domain", known="own", part="reports", act=scroll_to_end),
    Scene("own-reports-none", page="domain", part="reports"),
    Scene("own-lookalikes", page="domain", known="own", part="lookalikes"),
    Scene("own-lookalikes-end", page="domain", known="own", part="lookalikes", act=scroll_to_end),
    Scene("own-websites", page="domain", known="own", part="websites"),
    Scene("own-websites-none", page="domain", part="websites"),
)
