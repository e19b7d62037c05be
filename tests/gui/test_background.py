"""Exactly one ending of each task arrives, on the GUI thread, whatever happens on the way."""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
import textwrap
import threading
import weakref
from collections import Counter

import pytest
from PySide6.QtWidgets import QWidget

from sentwatch.core.phrase import Phrase
from sentwatch.ports.progress import Step
from sentwatch.ui.background import Background
from sentwatch.ui.garbage import GuiThreadCollection


@pytest.fixture
def background(qapp):
    made = Background(workers=4)
    yield made
    made.shutdown(1.0)


class Endings:
    """Keeps what a task was told, and on which thread."""

    def __init__(self):
        self.told = []
        self.threads = set()

    def of(self, task, name=None):
        def note(kind):
            def told(*values):
                self.told.append((name, kind, *values))
                self.threads.add(threading.get_ident())

            return told

        return task.then(note("succeeded"), failed=note("failed"), cancelled=note("cancelled"))


def test_a_thousand_tasks_each_end_once_on_the_gui_thread(qtbot, background):
    endings = Endings()
    dice = random.Random(7)
    kinds = {}

    def work(n, kind):
        def run(cancel, progress):
            progress(Step(what=Phrase(text="step"), done=n))
            if kind == "raises":
                raise ValueError(n)
            return n

        return run

    for n in range(1000):
        kinds[n] = dice.choice(["returns", "returns", "raises"])
        task = background.task(work(n, kinds[n]), lane=dice.choice([None, None, "a", "b"]))
        endings.of(task, n).then(task.succeeded, failed=task.failed, cancelled=task.cancelled)
        task.start()
    qtbot.waitUntil(lambda: background.is_idle, timeout=30_000)

    assert Counter(name for name, *_ in endings.told) == Counter(range(1000))
    for name, kind, value in endings.told:
        assert kind == ("failed" if kinds[name] == "raises" else "succeeded")
        assert value == name if kind == "succeeded" else value.args == (name,)
    assert endings.threads == {threading.get_ident()}


def test_cancelled_before_it_could_begin(qtbot, background):
    gate = threading.Event()
    ran = []
    blockers = [background.task(lambda cancel, progress: gate.wait(20)).start() for _ in range(4)]
    endings = Endings()
    waiting = endings.of(background.task(lambda cancel, progress: ran.append(1))).start()
    waiting.cancel()
    waiting.cancel()
    qtbot.waitUntil(lambda: bool(endings.told))
    gate.set()
    qtbot.waitUntil(lambda: background.is_idle)
    assert all(task.is_over for task in blockers)
    assert endings.told == [(None, "cancelled")]
    assert ran == []


def test_cancelled_while_it_runs(qtbot, background):
    begun = threading.Event()
    endings = Endings()

    def work(cancel, progress):
        begun.set()
        cancel.wait(20)

    task = endings.of(background.task(work)).start()
    assert begun.wait(10)
    task.cancel()
    qtbot.waitUntil(lambda: bool(endings.told))
    assert endings.told == [(None, "cancelled")]


def test_what_breaks_because_of_the_cancelling_counts_as_cancelled(qtbot, background):
    begun, cut = threading.Event(), threading.Event()
    endings = Endings()

    def work(cancel, progress):
        with cancel.on_cancel(cut.set):
            begun.set()
            assert cut.wait(20)
            raise OSError("the connection was shut down")

    task = endings.of(background.task(work)).start()
    assert begun.wait(10)
    task.cancel()
    qtbot.waitUntil(lambda: bool(endings.told))
    assert endings.told == [(None, "cancelled")]


def test_what_was_finished_although_cancelled_still_arrives(qtbot, background):
    begun, gate = threading.Event(), threading.Event()
    endings = Endings()

    def work(cancel, progress):
        begun.set()
        gate.wait(20)
        return "saved"

    task = endings.of(background.task(work)).start()
    assert begun.wait(10)
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(endings.told))
    assert endings.told == [(None, "succeeded", "saved")]


def test_even_leaving_the_interpreter_is_told_as_a_failure(qtbot, background):
    endings = Endings()

    def work(cancel, progress):
        raise SystemExit(3)

    endings.of(background.task(work)).start()
    qtbot.waitUntil(lambda: bool(endings.told))
    [(_, kind, problem)] = endings.told
    assert (kind, str(problem)) == ("failed", "SystemExit")


def test_one_lane_is_worked_on_by_one_thread_at_a_time_and_in_order(qtbot, background):
    inside, most, order = [], [], []
    lock = threading.Lock()

    def work(n):
        def run(cancel, progress):
            with lock:
                inside.append(n)
                most.append(len(inside))
                order.append(n)
            with lock:
                inside.remove(n)

        return run

    for n in range(60):
        background.task(work(n), lane="one account").start()
    qtbot.waitUntil(lambda: background.is_idle, timeout=20_000)
    assert max(most) == 1
    assert order == list(range(60))


def test_a_task_waiting_in_its_lane_can_be_cancelled_and_the_lane_goes_on(qtbot, background):
    gate = threading.Event()
    endings = Endings()
    endings.of(background.task(lambda cancel, progress: gate.wait(20), lane="x"), 1).start()
    second = endings.of(background.task(lambda cancel, progress: 2, lane="x"), 2).start()
    endings.of(background.task(lambda cancel, progress: 3, lane="x"), 3).start()
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: background.is_idle)
    assert {(name, kind) for name, kind, *_ in endings.told} == {(1, "succeeded"), (2, "cancelled"), (3, "succeeded")}


def test_progress_is_thinned_out_and_the_latest_wins(qtbot, background):
    seen = []
    done = []
    last_told, go_on = threading.Event(), threading.Event()

    def work(cancel, progress):
        for n in range(20_000):
            progress(Step(what=Phrase(text="step"), done=n))
        last_told.set()
        go_on.wait(20)

    background.task(work).then(lambda _: done.append(True), progressed=seen.append).start()
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].done == 19_999, timeout=20_000)
    assert last_told.is_set()
    go_on.set()
    qtbot.waitUntil(lambda: bool(done))
    assert [step.done for step in seen] == sorted({step.done for step in seen})
    assert len(seen) < 2_000


def test_no_progress_after_the_ending(qtbot, background):
    said = []
    leaked = []

    def work(cancel, progress):
        leaked.append(progress)

    background.task(work).then(lambda _: said.append("end"), progressed=said.append).start()
    qtbot.waitUntil(lambda: bool(said))
    leaked[0](Step(what=Phrase(text="late")))
    ended = []
    background.task(lambda cancel, progress: None).then(lambda _: ended.append(1)).start()
    qtbot.waitUntil(lambda: bool(ended))
    assert said == ["end"]


def test_a_bug_in_one_listener_costs_the_others_nothing(qtbot, background):
    told = []

    def broken(_):
        raise KeyError("bug in a listener")

    with qtbot.captureExceptions() as bugs:
        background.task(lambda cancel, progress: 1).then(broken).start()
        background.task(lambda cancel, progress: 2).then(told.append).start()
        qtbot.waitUntil(lambda: background.is_idle and bool(told))
    assert told == [2]
    assert [kind for kind, *_ in bugs] == [KeyError]


def test_a_task_is_started_once(qtbot, background):
    task = background.task(lambda cancel, progress: None).start()
    with pytest.raises(RuntimeError):
        task.start()
    qtbot.waitUntil(lambda: background.is_idle)


def test_shutdown_tells_every_task_its_ending_even_a_stuck_one(qtbot):
    background = Background(workers=2)
    begun, gate = threading.Event(), threading.Event()
    endings = Endings()

    def stuck(cancel, progress):
        begun.set()
        gate.wait(30)

    endings.of(background.task(stuck), "stuck").start()
    endings.of(background.task(lambda cancel, progress: cancel.wait(30)), "listens").start()
    for n in range(20):
        endings.of(background.task(lambda cancel, progress: None, lane="l"), n).start()
    assert begun.wait(10)
    assert background.shutdown(0.2) is False
    assert Counter(name for name, *_ in endings.told) == Counter(["stuck", "listens", *range(20)])
    assert dict(entry[:2] for entry in endings.told)["stuck"] == "cancelled"
    late = endings.of(background.task(lambda cancel, progress: None), "late")
    late.start()
    qtbot.waitUntil(lambda: ("late", "cancelled") in endings.told)
    gate.set()


def test_shutdown_without_a_stuck_task_leaves_nothing_behind(qtbot):
    background = Background(workers=2)
    endings = Endings()
    for n in range(50):
        endings.of(background.task(lambda cancel, progress: cancel.wait(30)), n).start()
    assert background.shutdown() is True
    assert Counter(endings.told) == Counter((n, "cancelled") for n in range(50))
    assert gc.isenabled()


def test_widgets_in_cycles_are_never_collected_on_a_worker(qtbot):
    background = Background()
    threads, done = [], []

    def leave_cycles():
        for _ in range(300):
            widget = QWidget()
            widget.me = widget
            weakref.finalize(widget, lambda: threads.append(threading.get_ident()))

    def work(cancel, progress):
        kept = []
        for n in range(100_000):
            kept.append([n])
        return len(kept)

    leave_cycles()
    background.task(work).then(done.append).start()
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    GuiThreadCollection.collect_what_is_due()
    background.shutdown()
    gc.collect()
    assert threads == [threading.get_ident()] * 300


def test_python_goes_on_collecting_afterwards(qapp):
    background = Background()
    assert not gc.isenabled()
    background.shutdown()
    assert gc.isenabled()


def test_a_stuck_task_does_not_keep_the_process(tmp_path):
    """In a process of its own: Python itself would wait for the thread for ever."""
    program = textwrap.dedent("""
        import os, threading
        from PySide6.QtCore import QCoreApplication, QTimer
        from sentwatch.ui.background import Background
        app = QCoreApplication([])
        background = Background()
        background.task(lambda cancel, progress: threading.Event().wait()).start()
        QTimer.singleShot(50, app.quit)
        app.exec()
        os._exit(5 if not background.shutdown(0.3) else 0)
    """)
    ran = subprocess.run(
        [sys.executable, "-c", program], check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, timeout=60
    )
    assert ran.returncode == 5
