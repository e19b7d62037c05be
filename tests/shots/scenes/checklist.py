"""The checklist: its steps, and its tools."""

from __future__ import annotations

from shots.scene import Scene, scroll_to_end, settle


def open_step(step_id, *, at_end=False):
    def act(window):
        window.frame.open_step(step_id)
        settle(window)
        if at_end:
            scroll_to_end(window)

    return act


def open_guide(name):
    def act(window):
        window.frame.open_step("acct.mfa")
        settle(window)
        window.frame.page("checklist").open_guide(name)

    return act


def answer_step(window):
    from sentwatch.core.playbooks.checklist import StepState

    open_step("acct.sessions")(window)
    page = window.frame.page("checklist")
    page.sheet.answer.choices[StepState.OK].click()
    settle(window)
    page._scrolls[page.sheet].ensureWidgetVisible(page.sheet.answer)


def open_tool(name, then=lambda _page, _window: None):
    def act(window):
        from sentwatch.ui.presenters.checklist_tools import Tool

        page = window.frame.page("checklist")
        page.open_tool(Tool(name))
        settle(window)
        then(page, window)

    return act


def read_lesson(page, _window):
    page.tools._open_lesson("passwords")


def answer_quiz(page, window):
    page.tools._person = "Tanaka Jun"
    read_lesson(page, window)
    pane = page.tools.lesson
    while pane.following.isVisible():
        pane.following.click()
        settle(window)
    right = {one.id: one.right for one in page.tools._lesson.quiz}
    for number, part in enumerate(pane.parts):
        part.choices[right[part.id] if number != 1 else 1 - right[part.id]].click()
    settle(window)
    page._scrolls[pane].ensureWidgetVisible(pane.parts[2])


def end_self_check(page, window):
    from sentwatch.core.playbooks.self_check import SelfAnswer

    answers = (SelfAnswer.DONE, SelfAnswer.PARTLY, SelfAnswer.DONE, SelfAnswer.UNKNOWN)
    page.tools._answer({q.id: answers[n % 4] for n, q in enumerate(page.desk.book.questions.questions)})
    settle(window)
    scroll_to_end(window)


SCENES = (
    Scene("checklist", page="checklist", known="lived"),
    Scene("checklist-end", page="checklist", known="lived", act=scroll_to_end),
    Scene("checklist-first", page="checklist", known="first"),
    Scene("checklist-step", known="lived", act=open_step("acct.mfa")),
    Scene("checklist-step-end", known="lived", act=open_step("acct.mfa", at_end=True)),
    Scene("checklist-step-found", known="lived", act=open_step("dom.dmarc")),
    Scene("checklist-answered", page="checklist", known="lived", act=answer_step),
    Scene("checklist-contacts", page="checklist", known="lived", act=open_tool("contacts")),
    Scene("checklist-self-check", page="checklist", known="lived", act=open_tool("self-check")),
    Scene("checklist-self-check-end", page="checklist", known="lived", act=open_tool("self-check", end_self_check)),
    Scene("checklist-lessons", page="checklist", known="lived", act=open_tool("lessons")),
    Scene("checklist-lesson", page="checklist", known="lived", act=open_tool("lessons", read_lesson)),
    Scene("checklist-quiz", page="checklist", known="lived", act=open_tool("lessons", answer_quiz)),
    Scene("checklist-office", page="checklist", known="lived", act=open_tool("office")),
    Scene("checklist-guide", known="lived", act=open_guide("app-passwords")),
)
