"""Photos: upright, without what a camera writes into them, in three formats; the same bytes each time."""

import io

import pytest
from PIL import Image

from sistersite import images
from sistersite.memo import fingerprinted


def picture(width=2000, height=1500, suffix="JPEG", **options):
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, suffix, **options)
    return buffer.getvalue()


def secret():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "secret", 6  # a description; turned by 90 degrees
    return exif


@pytest.fixture(scope="module")
def made():
    return images.photo("cities/x/bridge", picture(exif=secret(), comment=b"secret"), fingerprinted)


def test_all_widths_in_all_formats(made):
    prepared, outputs = made
    assert [media_type for media_type, _ in prepared.files] == [media_type for media_type, _, _ in images.FORMATS]
    assert all([width for _, width in files] == [480, 960, 1500] for _, files in prepared.files)  # turned upright it is 1500 wide
    by_path = {output.path: output.content for output in outputs}
    for media_type, files in prepared.files:
        for address, width in files:
            opened = Image.open(io.BytesIO(by_path[address]))
            assert opened.width == width and Image.MIME[opened.format] == media_type
    assert (prepared.width, prepared.height) == (1500, 2000)


def test_nothing_of_the_camera_is_left(made):
    for output in made[1]:
        opened = Image.open(io.BytesIO(output.content))
        assert not opened.getexif() and not {"comment", "icc_profile", "xmp"} & set(opened.info)
        assert b"secret" not in output.content


def test_the_same_bytes_each_time(made):
    assert images.photo("cities/x/bridge", picture(exif=secret(), comment=b"secret"), fingerprinted) == made


def test_the_colours_that_stand_in_are_its_own(made):
    swatches = made[0].swatches
    assert len(swatches) == images.SWATCHES[0] * images.SWATCHES[1] and len(set(swatches)) > 1
    assert all(len(colour) == 7 and colour[0] == "#" for colour in swatches)


def test_a_small_photo_is_not_made_larger():
    prepared, outputs = images.photo("x", picture(300, 200), fingerprinted)
    assert prepared.width == 300 and len(outputs) == 3


@pytest.mark.parametrize("content", [b"", b"no picture", picture()[:100]])
def test_what_is_no_photo(content):
    assert images.photo("x", content, fingerprinted) is None


def test_the_size_of_a_png():
    assert images.size(picture(30, 20, "PNG")) == (30, 20)


def test_a_drawing_loses_nothing_as_webp_and_a_photo_little():
    flat = Image.new("RGB", (300, 200), "#1d3a8a")
    flat.paste("#f2b233", (50, 50, 120, 120))
    noise = Image.effect_noise((300, 200), 60).convert("RGB")
    for image, exactly in ((flat, True), (noise, False)):
        full = io.BytesIO()
        image.save(full, "PNG")
        made = images.webp(full.getvalue())
        shown = Image.open(io.BytesIO(made)).convert("RGB")
        assert made[8:12] == b"WEBP" and shown.size == image.size and len(made) < len(full.getvalue())
        assert (shown.tobytes() == image.tobytes()) is exactly
