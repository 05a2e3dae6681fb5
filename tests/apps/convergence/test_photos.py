"""A stored photo shows the pixels the right way up and nothing of what the camera wrote."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from padu.access import pictures
from padu.apps.convergence.services.photos import PhotoRefused, photo_clean, photo_keep, photo_path

GPS_IFD, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def camera_jpeg(size=(400, 200), orientation=1):
    """A JPEG as a phone writes it: GPS position, maker, comment, ICC profile and XMP."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "KameraRahasia"
    exif[GPS_IFD] = {1: "S", 2: (2.0, 5.0, 30.0), 3: "E", 4: (100.0, 52.0, 10.0)}
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"catatan rahasia", icc_profile=b"profil rahasia", xmp=b"<x:rahasia/>")
    return out.getvalue()


def opened(content):
    return Image.open(BytesIO(content))


def test_position_maker_comment_and_profiles_are_gone():
    given = camera_jpeg()
    assert opened(given).getexif().get_ifd(GPS_IFD)[1] == "S"
    assert b"KameraRahasia" in given
    clean = photo_clean(given)
    picture = opened(clean.content)
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (b"Exif", b"KameraRahasia", b"rahasia", b"GPS", b"ICC_PROFILE", b"xmp"):
        assert trace not in clean.content


def test_picture_is_turned_as_the_camera_held_it():
    """Orientation 6: the camera lay on its side, left of the pixels is the top of the picture."""
    clean = photo_clean(camera_jpeg((400, 200), orientation=6))
    picture = opened(clean.content)
    assert (clean.width, clean.height) == picture.size == (200, 400)
    top, bottom = picture.getpixel((100, 50)), picture.getpixel((100, 350))
    assert top[0] > 200
    assert top[1] < 60
    assert min(bottom) > 200


@pytest.mark.parametrize(("size", "kept"), [((4000, 3000), (1600, 1200)), ((800, 600), (800, 600))])
def test_longest_side_is_1600_at_most(size, kept):
    clean = photo_clean(camera_jpeg(size))
    assert (clean.width, clean.height) == kept


def test_png_and_webp_are_taken_and_what_is_clear_becomes_white():
    for form in ("PNG", "WEBP"):
        out = BytesIO()
        Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(out, form)
        picture = opened(photo_clean(out.getvalue()).content)
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert min(picture.getpixel((5, 5))) > 245


def refusal(content):
    with pytest.raises(PhotoRefused) as caught:
        photo_clean(content)
    return caught.value.data["reason"]


def test_decompression_bomb_is_refused_before_it_is_decoded():
    out = BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    assert refusal(out.getvalue()) == "too_many_pixels"


def test_size_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)
    assert refusal(camera_jpeg()) == "too_large"


def test_what_is_no_photo_is_refused():
    gif = BytesIO()
    Image.new("RGB", (5, 5)).save(gif, "GIF")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    for content in (b"", b"%PDF-1.7", svg, gif.getvalue(), camera_jpeg()[:300]):
        assert refusal(content) == "not_an_image"


def test_stored_name_is_random_and_stays_in_the_folder(settings):
    clean = photo_clean(camera_jpeg())
    first, second = photo_keep(clean), photo_keep(clean)
    assert first != second
    assert photo_path(first).read_bytes() == clean.content
    assert photo_path(first).parent == settings.PHOTO_FILES
    for bad in ("../keys.json", "/etc/passwd.jpg", "keys.json", "a/b.jpg"):
        with pytest.raises(ValueError, match=r"json|jpg"):
            photo_path(bad)
