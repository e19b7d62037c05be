"""QR codes: found in the bytes of a picture, and made as PNG or SVG. No Qt, no numpy."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import Any, Final

import zxingcpp
from PIL import Image

MAX_PIXELS: Final = 40_000_000
"""A phone's photo has 12 to 50 million pixels; decoded to grey that is as many bytes."""
MAX_SIDE: Final = 20_000
SMALL: Final = 1_500_000
"""Pictures below this are also tried enlarged: a QR code on a screenshot may have two pixels a module."""
MAX_TEXT: Final = 65_536
MAX_MADE: Final = 2953
"""Bytes in the largest QR code (ISO/IEC 18004, version 40-L)."""
MOST_AT_M: Final = 2331
"""The same at the usual level of error correction (40-M)."""
_QUIET: Final = 4
"""Modules of empty margin that readers expect (ISO/IEC 18004)."""

FORMATS: Final = ("PNG", "JPEG", "BMP", "GIF", "WEBP")
_STARTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"GIF87a", b"GIF89a")


class PictureDamaged(Exception):  # noqa: N818 - turned into Trouble by the one caller
    """The bytes are no picture that can be opened, or one of absurd size."""


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin like a picture we open."""
    return data.startswith(_STARTS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def read_qr(data: bytes) -> tuple[str, ...]:
    """Return the texts of all QR codes in a picture, each once; none is an empty answer. Raises PictureDamaged."""
    for grey in _readings(data):
        found = _codes(grey)
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def make_qr_png(text: str, *, scale: int = 8) -> bytes:
    """Return a picture of a QR code. ValueError where `text` does not fit into one."""
    modules, side = _made(text)
    picture = Image.frombytes("L", (side, side), modules)
    side += 2 * _QUIET
    framed = Image.new("L", (side, side), 255)
    framed.paste(picture, (_QUIET, _QUIET))
    out = io.BytesIO()
    framed.resize((side * scale, side * scale), Image.Resampling.NEAREST).convert("1").save(out, "PNG")
    return out.getvalue()


def make_qr_svg(text: str) -> str:
    """Return the same as SVG, of our own writing: squares only."""
    modules, size = _made(text)
    dark = (divmod(place, size) for place, shade in enumerate(modules) if shade == 0)
    squares = "".join(f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, x in dark)
    side = size + 2 * _QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{squares}" fill="#000"/></svg>\n'
    )


def _readings(data: bytes) -> Iterator[Image.Image]:
    """Yield the first frame in grey, in the ways it may have been meant: as it is, on white or on black, enlarged."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            opened = _opened(picture)
    except PictureDamaged:
        raise
    except Exception:  # noqa: BLE001 - decoders raise what they like on damaged bytes; each means the same here
        raise PictureDamaged from None
    greys = [opened] if opened.mode == "L" else [_on_paper(opened, shade) for shade in ("white", "black")]
    yield from greys
    if opened.width * opened.height <= SMALL:
        yield greys[0].resize((opened.width * 2, opened.height * 2), Image.Resampling.NEAREST)


def _on_paper(picture: Image.Image, shade: str) -> Image.Image:
    paper = Image.new("RGBA", picture.size, shade)
    paper.alpha_composite(picture)
    return paper.convert("L")


def _opened(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    if not 0 < width <= MAX_SIDE or not 0 < height <= MAX_SIDE or width * height > MAX_PIXELS:
        raise PictureDamaged
    picture.draft("L", picture.size)
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGBA")


def _codes(grey: Image.Image) -> list[str]:
    pixels = memoryview(grey.tobytes()).cast("B", (grey.height, grey.width))
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(pixels, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return [code.text[:MAX_TEXT] for code in found if code.text]


def _made(text: str) -> tuple[bytes, int]:
    """Return the modules row by row, 0 for a dark one, and how many stand in a row."""
    if not text or len(text.encode()) > MAX_MADE:
        raise ValueError
    level = "M" if len(text.encode()) <= MOST_AT_M else "L"
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    picture: Any = code.to_image(scale=1, add_quiet_zones=False)
    modules = memoryview(picture).tobytes()
    return modules, math.isqrt(len(modules))
