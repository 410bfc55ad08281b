"""Decodes one picture and draws it anew: run as a process of its own, for what is in the file may be hostile.

It imports nothing of ours, reads the picture from stdin, writes one line of JSON (name and length of each
version) and then the versions to stdout. What it will not draw it answers by a word and the exit code
`REFUSED`. The limits bind it before it reads a byte; whoever breaks one is ended by the system.
"""

import io
import json
import resource
import sys
from typing import Any

MEMORY = 256 * 1024 * 1024  # bytes of address space
SECONDS = 5  # of the processor; whoever starts this process waits no longer than that either
LARGEST_OUTPUT = 1024 * 1024  # bytes of any file, that of the answer included
MOST_PIXELS = {
    "JPEG": 25_000_000,
    "PNG": 25_000_000,
    "WEBP": 10_000_000,
}  # WebP is held four times over to be read
SHORTEST_EDGE, LONGEST_EDGE = 96, 12_000
MOST_TEXTS = 1_000  # chunks of text in a PNG: pictures have some ten
SHORTEST_STRIP = 64  # rows that are made smaller at once
REFUSED = 3
BROKEN, LARGE, SMALL = "broken", "large", "small"
TURNS = {  # how a camera was held → what puts its picture upright
    2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_270",
    7: "TRANSVERSE", 8: "ROTATE_90",
}  # fmt: skip
FORMATS: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 82, "method": 4},
    "avif": {"format": "AVIF", "quality": 62, "speed": 6, "max_threads": 1},
}


class Refused(Exception):
    """A picture that is not drawn, and the word for why."""


def bind() -> None:
    """No more memory, time and files than drawing one picture takes, and no trace of it in a crash."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def squares(content: bytes, form: str, sizes: list[int]) -> dict[str, bytes]:
    """The middle of the picture as squares of these sizes, in every format, with nothing but pixels."""
    import warnings

    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS[form]
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if form == "PNG":
        count_texts(content)
    try:
        picture = Image.open(io.BytesIO(content), formats=(form,))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused(LARGE) from error
    width, height = picture.size
    if width * height > MOST_PIXELS[form] or max(width, height) > LONGEST_EDGE:
        raise Refused(LARGE)
    if min(width, height) < SHORTEST_EDGE:
        raise Refused(SMALL)
    turn = TURNS.get(orientation(picture))
    picture.draft("RGB", (2 * max(sizes), 2 * max(sizes)))
    middle = square(picture, 2 * max(sizes))
    if turn is not None:
        middle = middle.transpose(Image.Transpose[turn])
    drawn = {}
    for size in sizes:
        bare = Image.frombytes("RGB", (size, size), ImageOps.fit(middle, (size, size)).tobytes())
        for name, how in FORMATS.items():
            buffer = io.BytesIO()
            bare.save(buffer, **how)
            drawn[f"{size}.{name}"] = buffer.getvalue()
    return drawn


def orientation(picture: Any) -> int:
    """How the camera was held, as far as the picture says so in a way that can be read."""
    try:
        return picture.getexif().get(0x0112, 1)
    except Exception:  # a bad note beside good pixels
        return 1


def square(picture: Any, side: int) -> Any:
    """The middle of a picture of any mode, about `side` pixels wide, on white: strip by strip, because a
    whole one in colours and once more without its holes would take more memory than there is."""
    from PIL import Image

    picture.load()
    width, height = picture.size
    edge = min(width, height)
    left, top = (width - edge) // 2, (height - edge) // 2
    factor = max(1, edge // side)
    edge -= edge % factor
    small = Image.new("RGB", (edge // factor, edge // factor), "white")
    rows = max(SHORTEST_STRIP // factor, 1) * factor
    for y in range(0, edge, rows):
        strip = picture.crop((left, top + y, left + edge, top + min(y + rows, edge)))
        small.paste(on_white(strip).reduce(factor), (0, y // factor))
    return small


def on_white(strip: Any) -> Any:
    """In colours, and without holes: what was under a hole may be what nobody was to see."""
    from PIL import Image

    if strip.mode in ("I", "I;16", "I;16B", "I;16L", "F"):
        return strip.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if strip.mode not in ("RGBA", "LA", "PA", "La", "RGBa") and "transparency" not in strip.info:
        return strip.convert("RGB")
    strip = strip.convert("RGBA")
    ground = Image.new("RGBA", strip.size, "white")
    ground.alpha_composite(strip)
    return ground.convert("RGB")


def count_texts(content: bytes) -> None:
    """Refuse a PNG that is mostly words: each would be unpacked before the first pixel is."""
    at, texts = 8, 0
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        texts += kind in (b"tEXt", b"zTXt", b"iTXt")
        if texts > MOST_TEXTS:
            raise Refused(BROKEN)
        at += 12 + length


def main() -> int:
    bind()
    form, sizes = sys.argv[1], [int(size) for size in sys.argv[2].split(",")]
    try:
        drawn = squares(sys.stdin.buffer.read(), form, sizes)
    except Refused as refused:
        sys.stdout.write(str(refused))
        return REFUSED
    except (
        Exception
    ):  # whatever a decoder makes of it; its words may quote the file, so they are not passed on
        sys.stdout.write(BROKEN)
        return REFUSED
    sys.stdout.buffer.write(
        json.dumps([[name, len(content)] for name, content in drawn.items()]).encode() + b"\n"
    )
    for content in drawn.values():
        sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
