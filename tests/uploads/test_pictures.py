"""From what is sent to what is kept: bombs and disguises are refused, and of a picture only pixels remain."""

import io
import subprocess
import sys

import pytest
from PIL import Image, ImageOps

from tests.uploads import samples
from uploads import painter, pictures
from uploads.kinds import KINDS, PICTURE

KIND = KINDS[PICTURE]
BOMBS, DISGUISES, TELLING = samples.bombs(), samples.disguises(), samples.telling()


def drawn(content: bytes, name: str = "me.jpg") -> dict[str, bytes]:
    return pictures.drawn(samples.upload(content, name), KIND)


def opened(version: bytes) -> Image.Image:
    return Image.open(io.BytesIO(version))


def corners(picture: Image.Image) -> list[str]:
    """The colours near the four corners, as far as compression left them what they were."""
    names = {(1, 0, 0): "red", (0, 1, 0): "lime", (0, 0, 1): "blue", (1, 1, 1): "white"}
    picture = ImageOps.fit(picture.convert("RGB"), (96, 96))
    near, far = 12, 84
    found = (picture.getpixel(at) for at in ((near, near), (far, near), (near, far), (far, far)))
    return [names[tuple(round(part / 255) for part in colour)] for colour in found]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_squares_in_two_formats(form):
    versions = drawn(samples.plain(form), f"me.{form.lower()}")

    assert set(versions) == KIND.names
    for name, version in versions.items():
        size, ending = name.split(".")
        assert (opened(version).size, opened(version).format) == ((int(size), int(size)), ending.upper())
        assert corners(opened(version)) == ["red", "lime", "blue", "white"]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK"])
def test_pictures_of_every_mode_are_drawn(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    content = samples.saved(Image.new(mode, (128, 100)), form)

    assert set(drawn(content, f"me.{form.lower()}")) == KIND.names


def test_what_lies_under_a_hole_is_not_drawn():
    hidden = samples.quarters().convert("RGBA")
    hidden.putalpha(0)

    versions = drawn(samples.saved(hidden, "PNG"), "me.png")

    assert corners(opened(versions["96.webp"])) == ["white"] * 4


@pytest.mark.parametrize("held", range(1, 9))
def test_a_picture_stands_upright(held):
    notes = Image.Exif()
    notes[0x0112] = held
    content = samples.saved(samples.quarters(), "JPEG", exif=notes.tobytes())

    assert corners(opened(drawn(content)["96.webp"])) == corners(ImageOps.exif_transpose(opened(content)))


def test_only_the_first_frame_is_drawn():
    frames = [Image.new("RGB", (128, 128), colour) for colour in ("red", "blue", "lime")]
    content = samples.saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])

    versions = drawn(content, "me.webp")

    assert corners(opened(versions["96.webp"])) == ["red"] * 4
    assert getattr(opened(versions["96.webp"]), "n_frames", 1) == 1


def test_the_largest_that_is_allowed_fits_into_the_memory():
    assert (
        set(drawn(samples.saved(Image.new("RGBA", (5000, 5000), (9, 9, 9, 99)), "PNG"), "me.png"))
        == KIND.names
    )
    assert set(drawn(samples.saved(Image.new("RGB", (3200, 3100)), "WEBP"), "me.webp")) == KIND.names


# -- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", BOMBS)
def test_bombs_are_refused(which):
    name, content = BOMBS[which]

    with pytest.raises(pictures.Refused):
        drawn(content, name)


@pytest.mark.parametrize("which", DISGUISES)
def test_what_is_no_picture_of_the_three_kinds_is_refused(which):
    name, content = DISGUISES[which]

    with pytest.raises(pictures.Refused):
        drawn(content, name)


def test_a_file_that_is_too_heavy_is_not_even_read(monkeypatch):
    file = samples.upload()
    file.size = KIND.heaviest + 1
    monkeypatch.setattr(pictures, "recognised", lambda *_: pytest.fail("it was read"))

    with pytest.raises(pictures.Refused) as refused:
        pictures.drawn(file, KIND)

    assert refused.value.messages == ["Choose a picture of at most 8 MB."]


def test_small_pictures_are_told_so():
    with pytest.raises(pictures.Refused) as refused:
        drawn(samples.saved(Image.new("RGB", (95, 500)), "PNG"), "me.png")

    assert refused.value.messages == ["Choose a picture of at least 96 by 96 pixels."]


def test_bombs_are_errors_to_the_decoder_too():
    seen = run("painter.squares(b'', 'PNG', [48])", "from PIL import Image; print(Image.MAX_IMAGE_PIXELS)")

    assert seen == str(painter.MOST_PIXELS["PNG"])


# -- the process that draws ----------------------------------------------------------------------------------


def run(*lines: str) -> str:
    """What a process says that is bound as the painter is; every line may fail."""
    tried = "\n".join(
        f"try:\n    {line}\nexcept Exception as error:\n    print(type(error).__name__) if 'squares' not in {line!r} else None"
        for line in lines
    )
    script = f"import runpy, types, sys, resource\npainter = types.SimpleNamespace(**runpy.run_path({painter.__file__!r}))\n{tried}"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "limit, value",
    [
        ("AS", painter.MEMORY),
        ("CPU", painter.SECONDS),
        ("FSIZE", painter.LARGEST_OUTPUT),
        ("CORE", 0),
        ("NOFILE", 32),
    ],
)
def test_the_process_is_bound_before_it_reads(limit, value):
    assert (
        run("painter.bind()", f"print(resource.getrlimit(resource.RLIMIT_{limit}))") == f"({value}, {value})"
    )


def test_the_limits_are_those_that_were_promised():
    assert (painter.MEMORY, painter.SECONDS) == (256 * 1024 * 1024, 5)


def test_more_memory_than_that_is_not_to_be_had():
    assert run("painter.bind()", "bytearray(256 * 1024 * 1024)") == "MemoryError"


def test_who_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(painter, "SECONDS", 0)

    with pytest.raises(pictures.Refused, match="could not be read"):
        drawn(samples.plain())


@pytest.mark.parametrize(
    "script",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "print('no JSON')",
        "print('[[\"../../x\", 3]]'); print('abc')",
        "print('[]')",
        'print(\'[["48.webp", "3"]]\')',
        "print('<script>'); raise SystemExit(3)",
        "raise SystemExit(1)",
        "import sys; [sys.stdout.write('x' * 65536) for _ in range(64)]",
    ],
)
def test_what_the_process_says_is_believed_only_as_far_as_it_looks_right(monkeypatch, tmp_path, script):
    (tmp_path / "painter.py").write_text(script)
    monkeypatch.setattr(painter, "__file__", str(tmp_path / "painter.py"))

    with pytest.raises(pictures.Refused, match="could not be read"):
        drawn(samples.plain())


def test_who_finds_no_turn_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0)
    taken = [pictures._turns.acquire(blocking=False) for _ in range(pictures.AT_ONCE)]
    try:
        with pytest.raises(pictures.Refused, match="Try again in a minute"):
            drawn(samples.plain())
    finally:
        for _ in filter(None, taken):
            pictures._turns.release()

    assert set(drawn(samples.plain())) == KIND.names


# -- what remains --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", TELLING)
def test_nothing_but_pixels_remains(form):
    name, content = TELLING[form]
    assert samples.CANARY in content

    for version in drawn(content, name).values():
        assert samples.CANARY not in version
        picture = opened(version)
        assert dict(picture.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(picture.info)
        assert b"Exif" not in version and b"ICCP" not in version and b"prof" not in version
        if picture.format == "WEBP":
            assert version[12:16] == b"VP8 "  # the plain form, which has no room for notes
