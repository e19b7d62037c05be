"""The one way of setting Japanese beside other letters: a space before and after Latin letters and numbers."""

from __future__ import annotations

import re
from typing import Final

_JAPANESE: Final = "[\u3041-\u309f\u30a1-\u30fa\u30fc\u4e00-\u9fff々]"
_COUNTERS: Final = "件|個|通|日|分|秒|人|回|ビット|文字|つ|点|ページ|時間|社|台|語|桁|か所|項目|種類|問|行|枚|本|組"
# Dates are written as the language's own tables write them (10月18日).
_BESIDE_LATIN: Final = re.compile(rf"(?<=[A-Za-z0-9])(?={_JAPANESE})(?!月)|(?<={_JAPANESE})(?=[A-Za-z0-9])")
_BESIDE_A_FIELD: Final = re.compile(rf"(\{{(?!day|month|year)[a-z_]+\}})(?=(?:{_COUNTERS}))")
_BEFORE_A_FIELD: Final = re.compile(
    rf"(?<={_JAPANESE})(?=\{{(?!day|month|year)[a-z_]+(?::duration\}}|\}} ?(?:{_COUNTERS})))"
)
_TITLES: Final = ("5分でできる!情報セキュリティ自社診断",)
"""Names others gave to what they made, which stay as they are."""


def spaced(text: str) -> str:
    """The text with its spaces set; texts of ours that are right stay as they are."""
    for number, title in enumerate(_TITLES):
        text = text.replace(title, f"\0{number}\0")
    text = _BESIDE_A_FIELD.sub(r"\1 ", _BESIDE_LATIN.sub(" ", text))
    text = _BEFORE_A_FIELD.sub(" ", text)
    for number, title in enumerate(_TITLES):
        text = text.replace(f"\0{number}\0", title)
    return text
