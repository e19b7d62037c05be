"""QR codes out of pictures as people have them, and pictures that are none."""

from __future__ import annotations

import io
import struct
import zlib
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from sentwatch.adapters import qr
from sentwatch.adapters.qr import MAX_MADE, PictureDamaged, is_picture, make_qr_png, make_qr_svg, read_qr

TEXT = "otpauth://totp/Bücher:花@example.com?secret=JBSWY3DPEHPK3PXP&issuer=B%C3%BCcher"


def picture(text=TEXT, scale=8):
    return Image.open(io.BytesIO(make_qr_png(text, scale=scale))).convert("RGB")


def saved(image, form, **more):
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "GIF", "WEBP"])
def test_each_form(form):
    data = saved(picture(), form)
    assert is_picture(data)
    assert read_qr(data) == (TEXT,)


@pytest.mark.parametrize("scale", [1, 2, 3, 20])
def test_small_and_large(scale):
    assert read_qr(make_qr_png(TEXT, scale=scale)) == (TEXT,)


def test_turned_in_a_large_photo():
    photo = Image.new("RGB", (4000, 3000), (180, 170, 160))
    photo.paste(picture().rotate(17, expand=True, fillcolor=(255, 255, 255)), (2000, 900))
    assert read_qr(saved(photo, "JPEG", quality=70)) == (TEXT,)


def test_light_on_dark_and_transparent():
    grey = picture().convert("L")
    assert read_qr(saved(grey.point(lambda v: 255 - v), "PNG")) == (TEXT,)
    for shade, ink in (((0, 0, 0, 0), lambda v: 255 - v), ((255, 255, 255, 0), lambda v: v)):
        layer = Image.new("RGBA", grey.size, shade)
        layer.putalpha(grey.point(ink))
        assert read_qr(saved(layer, "PNG")) == (TEXT,)
    assert read_qr(saved(picture().convert("P"), "PNG", transparency=0)) == (TEXT,)
    assert read_qr(saved(grey.convert("LA"), "PNG")) == (TEXT,)
    deep = Image.frombytes("I;16", grey.size, b"".join(bytes((0, shade)) for shade in grey.tobytes()))
    assert read_qr(saved(deep, "PNG")) == (TEXT,)


def test_several_codes_each_once():
    one, two = picture(), picture("otpauth://totp/y?secret=AAAAAAAA")
    sheet = Image.new("RGB", (one.width * 3, one.height), "white")
    for place, part in enumerate((one, two, one)):
        sheet.paste(part, (place * one.width, 0))
    assert set(read_qr(saved(sheet, "PNG"))) == {TEXT, "otpauth://totp/y?secret=AAAAAAAA"}


def test_a_picture_without_a_code_is_an_empty_answer():
    assert read_qr(saved(Image.new("RGB", (500, 400), "green"), "PNG")) == ()


def png(width, height, *, body=b""):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        png(19_000, 19_000),
        png(100_000, 10),
        png(2**31 - 1, 2**31 - 1),
        png(50, 50, body=b"not deflated"),
        png(50, 50, body=zlib.compress(b"\x00" * 10)),
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"BM" + bytes(60),
        b"\xff\xd8\xff" + bytes(500),
        b"RIFF\x00\x00\x00\x00WEBP" + bytes(30),
        b"nothing",
    ],
)
def test_damaged_and_absurd_pictures(data):
    with pytest.raises(PictureDamaged):
        read_qr(data)


def test_a_cut_picture(tmp_path):
    whole = saved(picture(), "JPEG")
    with pytest.raises(PictureDamaged):
        read_qr(whole[: len(whole) // 2])


def test_other_kinds_of_pictures_are_not_opened():
    tiff = saved(picture(), "TIFF")
    assert not is_picture(tiff)
    with pytest.raises(PictureDamaged):
        read_qr(tiff)


def test_svg_holds_the_same_squares():
    svg = ET.fromstring(make_qr_svg(TEXT))
    side = int(svg.attrib["viewBox"].split()[2])
    drawn = Image.new("L", (side, side), 255)
    path = svg.find("{http://www.w3.org/2000/svg}path").attrib["d"]
    for square in path.split("M")[1:]:
        x, y = square.partition("h")[0].split()
        drawn.putpixel((int(x), int(y)), 0)
    assert read_qr(saved(drawn.resize((side * 6, side * 6), Image.Resampling.NEAREST), "PNG")) == (TEXT,)


@pytest.mark.parametrize("text", ["", "x" * (MAX_MADE + 1), "花" * 1000])
def test_what_does_not_fit(text):
    with pytest.raises(ValueError):
        make_qr_png(text)


def test_as_much_as_fits():
    for length in (qr.MOST_AT_M, MAX_MADE):
        assert read_qr(make_qr_png("x" * length, scale=4)) == ("x" * length,)
