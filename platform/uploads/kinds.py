"""What members may upload, in one fixed table: which types of file, how heavy, and what is kept of them."""

from dataclasses import dataclass

from uploads.painter import FORMATS

MB = 1024 * 1024
TYPES = {"webp": "image/webp", "avif": "image/avif"}  # of what we serve; never what a browser called it


@dataclass(frozen=True)
class Kind:
    """`forms`: extension → the format that a file of this name must have. `sizes`: of the squares in pixels
    that are drawn of it. `disposition`: inline only for what we have drawn ourselves."""

    forms: dict[str, str]
    heaviest: int
    sizes: tuple[int, ...]
    disposition: str

    @property
    def names(self) -> set[str]:
        """What the versions of such a file are called."""
        return {f"{size}.{form}" for size in self.sizes for form in FORMATS}


PICTURE = "picture"
KINDS = {
    PICTURE: Kind(
        forms={"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"},
        heaviest=8 * MB,
        sizes=(48, 96, 192),
        disposition="inline",
    ),
}
