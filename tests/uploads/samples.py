"""Pictures as they come in: plain ones, hostile ones, and ones whose notes tell more than they should."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

CANARY = b"CNRY"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
VERSIONS = {
    f"{size}.{form}": head + f"zq{size}".encode()
    for size in (48, 96, 192)
    for form, head in {"webp": b"RIFF\0\0\0\0WEBP", "avif": b"\0\0\0\0ftypavif"}.items()
}


def saved(picture: Image.Image, form: str, **how) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **how)
    return buffer.getvalue()


def quarters(width: int = 240, height: int = 200) -> Image.Image:
    """Red and green above, blue and white below."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("lime", (width // 2, 0, width, height // 2))
    picture.paste("blue", (0, height // 2, width // 2, height))
    picture.paste("white", (width // 2, height // 2, width, height))
    return picture


def plain(form: str = "JPEG") -> bytes:
    return saved(quarters(), form)


def upload(content: bytes | None = None, name: str = "me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, plain() if content is None else content)


# -- bombs ---------------------------------------------------------------------------------------------------


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *, bits: int = 1, more: bytes = b"") -> bytes:
    """A black PNG of any size, made without holding it."""
    packer, row = zlib.compressobj(9), bytes(1 + (width * bits + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def webp_that_claims(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    body = b"VP8L" + struct.pack("<I", 10) + b"\x2f" + struct.pack("<I", bits) + bytes(5)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def bombs() -> dict[str, tuple[str, bytes]]:
    texts = b"".join(chunk(b"tEXt", b"k%d\0words" % n) for n in range(10_000))
    frames = [Image.new("P", (8, 8), n) for n in range(200)]
    return {
        "one pixel wide": ("a.png", png(1, 60_000)),
        "30,000 squared in one bit": ("a.png", png(30_000, 30_000)),
        "10,000 texts": ("a.png", png(200, 200, more=texts)),
        "claims 4 GB": ("a.tiff", b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 256, 4, 1, 2**31)),
        "many frames": ("a.gif", saved(frames[0], "GIF", save_all=True, append_images=frames[1:])),
        "huge screen": ("a.gif", b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + bytes(3)),
        "webp that claims all it can": ("a.webp", webp_that_claims(16_383, 16_383)),
        "webp of eleven million pixels": ("a.webp", saved(Image.new("RGB", (3400, 3300)), "WEBP")),
        "png that ends early": ("a.png", plain("PNG")[:200]),
        "nothing but a beginning": ("a.jpg", b"\xff\xd8\xff\xe0"),
    }


def disguises() -> dict[str, tuple[str, bytes]]:
    small = quarters(128, 128)
    return {
        "EPS": ("a.png", saved(small, "EPS")),
        "PSD": ("a.png", b"8BPS\0\x01" + bytes(6) + struct.pack(">HIIHH", 3, 128, 128, 8, 3)),
        "TIFF": ("a.jpg", saved(small, "TIFF")),
        "ICNS": ("a.png", saved(small, "ICNS")),
        "JP2": ("a.jpg", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(64)),
        "DDS": ("a.png", saved(small, "DDS")),
        "BMP": ("a.jpg", saved(small, "BMP")),
        "FITS": ("a.png", b"SIMPLE  =                    T" + bytes(2880)),
        "HTML": ("a.jpg", b"<!doctype html><script>alert(1)</script>"),
        "HTML after a beginning": ("a.jpg", b"\xff\xd8\xff<script>alert(1)</script>"),
        "GIF and script": ("a.png", b"GIF89a/*" + bytes(16) + b"*/=1;alert(1)"),
        "GIF": ("a.webp", saved(small, "GIF")),
        "ZIP": ("a.png", b"PK\x03\x04" + bytes(60)),
        "PDF": ("a.jpg", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>"),
        "PDF by its name": ("a.pdf", b"%PDF-1.7\n"),
        "SVG": ("a.svg", SVG),
        "SVG as PNG": ("a.png", SVG),
        "SVG as WebP": ("a.webp", b'<?xml version="1.0"?>' + SVG),
        "SVG with laughs": ("a.jpg", b'<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;">]>' + SVG),
        "RIFF that is sound": ("a.webp", b"RIFF\x24\0\0\0WAVEfmt " + bytes(32)),
        "PNG named JPEG": ("a.jpg", plain("PNG")),
        "JPEG named PNG": ("a.png", plain("JPEG")),
        "JPEG without a name for it": ("picture", plain("JPEG")),
        "JPEG with two names": ("a.jpg.svg", plain("JPEG")),
    }


# -- notes that tell too much --------------------------------------------------------------------------------


def exif() -> bytes:
    notes = Image.Exif()
    notes[0x013B], notes[0x010F], notes[0x0110] = "CNRY-artist", "CNRY-maker", "CNRY-model"
    notes[0x0112] = 6
    notes.get_ifd(0x8769).update({0xA431: "CNRY-serial", 0x927C: b"CNRY-makernote"})
    notes.get_ifd(0x8825).update({1: "N", 2: (5.0, 33.0, 9.0), 29: "CNRY-gps"})
    return notes.tobytes()


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def telling() -> dict[str, tuple[str, bytes]]:
    """Files full of canaries, by format; that of JPEG has another picture inside and words behind its end."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + b"CNRY-profile"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>CNRY-xmp</x:xmpmeta>"
    bare = saved(quarters(), "JPEG", exif=exif(), icc_profile=profile, comment=b"CNRY-comment")
    inside = segment(
        0xE1, b"Exif\0\0" + b"CNRY-thumbnail" + saved(Image.new("RGB", (32, 32), "black"), "JPEG")
    )
    notes = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
    notes += segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x50\0\x09CNRY-iptc")
    words = PngInfo()
    words.add_text("Author", "CNRY-text")
    words.add_text("Comment", "CNRY-packed", zip=True)
    words.add_itxt("Title", "CNRY-international")
    return {
        "JPEG": ("CNRY-name.jpg", bare[:2] + notes + inside + bare[2:] + b"CNRY-after-the-end"),
        "PNG": ("CNRY-name.png", saved(quarters(), "PNG", pnginfo=words, exif=exif(), icc_profile=profile)),
        "WEBP": ("CNRY-name.webp", saved(quarters(), "WEBP", exif=exif(), xmp=xmp, icc_profile=profile)),
    }
