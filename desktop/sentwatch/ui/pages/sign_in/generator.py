"""The generator: passphrases of words and random passwords, shown large, copied with a clipboard that forgets."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.core.passphrase import (
    DEFAULT_CHARACTERS,
    DEFAULT_WORDS,
    MAX_CHARACTERS,
    MAX_WORDS,
    MIN_CHARACTERS,
    MIN_WORDS,
    Alphabet,
    Generated,
    make_passphrase,
    make_password,
)
from sentwatch.ui.pages.sign_in.review_cards import scale_row
from sentwatch.ui.pages.sign_in.sub_page import SubPage
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in_generator import Sort, bits_view, cleared_words, copied_words, generator
from sentwatch.ui.tokens import SPACE_INSIDE, Type
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.stepper import Stepper
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from sentwatch.texts.words import Words
    from sentwatch.ui.pages.sign_in.bench import Bench

_LANE: Final = "generator"


class GeneratorPage(SubPage):
    """Makes one when it is opened, and another with each change."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "generator")
        self._made: Generated | None = None
        self._lists: dict[str, tuple[str, ...]] = {}
        self._kana: dict[str, str] = {}
        self._is_copied = self._was_copied = False
        bench.clipboard.ended.connect(self._clipboard_ended)
        made = self._made_card = self.card("generator-made")
        self.text = Prose(role="title")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(Type.TITLE)
        font.setWeight(QFont.Weight.DemiBold)
        self.text.setStyleSheet(f"font-family: '{font.family()}';")
        self._reading = Prose(role="quiet")
        self._bits = Prose(role="small-strong")
        made.add(self.text)
        made.add(self._reading)
        made.add(self._bits)
        scale = QWidget()
        self._scale = column(scale, gap=0)
        made.add(scale)
        self.copy = Button(self.theme, "generator-copy", kind=Kind.PRIMARY, icon="copy")
        self.copy.clicked.connect(self._copy)
        self.again = Button(self.theme, "generator-again", icon="dice")
        self.again.clicked.connect(self._make)
        buttons = row(gap=SPACE_INSIDE)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        made.lines.addLayout(buttons)
        self._hint = Prose(role="muted")
        made.add(self._hint)
        self._options = self.card("generator-options")
        grid = QWidget()
        self._grid = QGridLayout(grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._options.add(grid)
        self.sort = Segments(self.theme, "generator-sort")
        self.language = Segments(self.theme, "generator-language")
        self.words = Stepper(self.theme, "generator-words", least=MIN_WORDS, most=MAX_WORDS, value=DEFAULT_WORDS)
        self.separator = Segments(self.theme, "generator-separator")
        self.length = Stepper(
            self.theme, "generator-length", least=MIN_CHARACTERS, most=MAX_CHARACTERS, value=DEFAULT_CHARACTERS
        )
        self.alphabet = Segments(self.theme, "generator-alphabet")
        self._labels = [self._line(number, widget) for number, widget in enumerate(self._lines())]
        for switch in (self.sort, self.language, self.separator, self.alphabet):
            switch.chosen.connect(lambda _value: self._changed())
        for stepper in (self.words, self.length):
            stepper.changed.connect(lambda _value: self._changed())
        self.lines.addStretch(1)

    def opened(self, account_id: str) -> None:
        """Make a first one."""
        super().opened(account_id)
        self._is_copied = self._was_copied = False
        self._make()

    def left(self) -> None:
        """Forget what was made; what was copied is cleared in its time."""
        super().left()
        self._made = None
        self.text.setText("")
        self._reading.setText("")

    def tell(self, words: Words) -> HeaderView:
        """Paint what was made."""
        self.say_back(words)
        after_s = self.bench.clipboard.clear_after_s
        view = generator(words, clear_after_s=after_s)
        self._made_card.say(view.made_heading)
        self.copy.say(view.copy)
        self.again.say(view.again)
        self._options.say(view.heading)
        self.sort.say(view.sort_label, view.sorts)
        is_first = self.language.value is None
        self.language.say(view.language_label, view.languages)
        if is_first:
            self.language.take(words.lang)
        self.words.say(view.words_label, less=view.less, more=view.more)
        self.separator.say(view.separator_label, view.separators)
        self.length.say(view.length_label, less=view.less, more=view.more)
        self.alphabet.say(view.alphabet_label, view.alphabets)
        said = (
            view.sort_label,
            view.language_label,
            view.words_label,
            view.separator_label,
            view.length_label,
            view.alphabet_label,
        )
        of_phrase = self.sort.value is not Sort.RANDOM
        shown = (True, of_phrase, of_phrase, of_phrase, not of_phrase, not of_phrase)
        for label, widget, text, is_shown in zip(self._labels, self._lines(), said, shown, strict=True):
            label.setText(text)
            label.setVisible(is_shown)
            widget.setVisible(is_shown)
        if self._is_copied:
            self._hint.setText(copied_words(words, clear_after_s=after_s))
        else:
            self._hint.setText(cleared_words(words) if self._was_copied else view.hint)
        self._show_made(words)
        return view.header

    def _show_made(self, words: Words) -> None:
        made = self._made
        self.copy.setEnabled(made is not None)
        cleared(self._scale)
        self.text.setText("" if made is None else made.text)
        self._bits.setVisible(made is not None)
        reading = self._read_out(made.text) if made is not None else ""
        self._reading.setText(reading)
        self._reading.setVisible(bool(reading))
        if made is not None:
            view = bits_view(made.bits, words)
            self._bits.setText(view.bits)
            put(self._scale, scale_row(self.theme, view.scale))

    def _read_out(self, text: str) -> str:
        """The kana of a Japanese passphrase, as a help to remember it."""
        if self.sort.value is Sort.RANDOM or self.language.value != "ja":
            return ""
        parts = text.split(str(self.separator.value or "-"))
        return "・".join(self._kana.get(part, part) for part in parts)

    def _lines(self) -> tuple[QWidget, ...]:
        return self.sort, self.language, self.words, self.separator, self.length, self.alphabet

    def _line(self, number: int, widget: QWidget) -> PlainLabel:
        label = PlainLabel(role="small-strong")
        self._grid.addWidget(label, number, 0)
        beside = row(gap=0)
        beside.addWidget(widget)
        beside.addStretch(1)
        self._grid.addLayout(beside, number, 1)
        return label

    def _changed(self) -> None:
        self._was_copied = self._is_copied = False
        self._make()

    def _make(self) -> None:
        if self.sort.value is Sort.RANDOM:
            alphabet = self.alphabet.value if isinstance(self.alphabet.value, Alphabet) else Alphabet.EVERYTHING
            self._show(make_password(pick=secrets.randbelow, length=self.length.value, alphabet=alphabet))
            return
        lang = str(self.language.value or self._first_language())
        if lang in self._lists:
            self._make_phrase(lang)
            return

        def read(_cancel: object) -> tuple[tuple[str, ...], dict[str, str]]:
            from sentwatch.adapters.word_lists import kana_of_words, passphrase_words

            return passphrase_words(lang), kana_of_words() if lang == "ja" else {}

        def take(found: tuple[tuple[str, ...], dict[str, str]]) -> None:
            self._lists[lang] = found[0]
            self._kana |= found[1]
            if self.is_open and lang == str(self.language.value or self._first_language()):
                self._make_phrase(lang)

        self.bench.run(read, take, lane=_LANE)

    def _first_language(self) -> str:
        return self.bench.words.lang if self.bench.words is not None else "en"

    def _make_phrase(self, lang: str) -> None:
        separator = str(self.separator.value or "-")
        self._show(
            make_passphrase(self._lists[lang], pick=secrets.randbelow, count=self.words.value, separator=separator)
        )

    def _show(self, made: Generated) -> None:
        self._made = made
        self._is_copied = self._was_copied = False
        self.telling_wanted.emit()

    def _copy(self) -> None:
        if self._made is not None:
            self.bench.clipboard.copy(self._made.text)
            self._is_copied = self._was_copied = True
            self.telling_wanted.emit()

    def _clipboard_ended(self) -> None:
        if self._is_copied:
            self._is_copied = False
            self.telling_wanted.emit()
