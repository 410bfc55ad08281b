"""The promises the layout makes, kept by a test rather than by memory."""

import ast
import importlib.metadata
import platform
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "platform"
HOUSES = ("platform", "communities", "messaging", "cms")
LONGEST = 350  # lines of a Python file: longer is perhaps two rooms in one
SAFE_MAKERS = {"platform/core/text.py"}  # besides design, who may mark text as safe

FLOORS = {  # below these are known holes or losses (docs/architecture.md)
    "django": "5.2.19",
    "wagtail": "7.4.3",
    "daphne": "4.2.2",
    "django-allauth": "65.16.1",
    "pillow": "12.3.0",
    "channels-redis": "4.3.0",
}


def tracked(*patterns: str) -> list[Path]:
    """Files of ours, as git knows them or would: what is ignored is nobody's."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file()]


def shown(path: Path, line: int | None = None) -> str:
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")


def product(*ends: str) -> list[Path]:
    return [p for p in tracked(*(f"*.{end}" for end in ends)) if p.relative_to(ROOT).parts[0] in HOUSES]


# -- the folder that is no package


def test_platform_is_still_pythons_own_module():
    assert callable(platform.system)
    assert not (HOUSE / "__init__.py").exists()
    assert not (ROOT / "tests" / "platform").exists()


def test_nothing_in_platform_hides_a_standard_module():
    ours = {p.name for p in HOUSE.iterdir() if p.is_dir() and not p.name.startswith(("_", "."))}

    assert not ours & sys.stdlib_module_names


def test_nothing_of_ours_hides_an_installed_package():
    ours = {p.name for p in HOUSE.iterdir() if (p / "__init__.py").is_file()} | {
        "communities",
        "messaging",
        "cms",
    }
    owners = importlib.metadata.packages_distributions()

    assert {name: owners[name] for name in ours if set(owners.get(name, [])) - {"both-shores"}} == {}


# -- what is installed


def locked() -> dict[str, Version]:
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    return {package["name"]: Version(package["version"]) for package in packages if "version" in package}


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_the_lock_is_not_below_a_floor(name, floor):
    assert locked()[name] >= Version(floor)


def test_redis_is_older_than_8_or_waits_longer():
    """channels-redis 4.3 with redis 8 loses idle sockets."""
    assert locked()["redis"] < Version("8")


# -- how code reads


def test_python_files_begin_by_saying_what_they_are_for():
    wordless = []
    for path in tracked("*.py"):
        text = path.read_text()
        if not text.strip() or "migrations" in path.parts:
            continue
        if not ast.get_docstring(ast.parse(text)):
            wordless.append(shown(path))

    assert wordless == []


def test_python_files_are_short():
    lengths = {
        shown(p): len(p.read_text().splitlines()) for p in product("py") if "migrations" not in p.parts
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    here = Path(__file__)

    assert [
        shown(p)
        for p in tracked("*.py", "*.html", "*.js", "*.css")
        if p != here and later.search(p.read_text())
    ] == []


def test_product_code_never_sleeps():
    assert [shown(p) for p in product("py") if "time.sleep(" in p.read_text()] == []


# -- what reaches a browser


def test_text_is_marked_safe_in_one_place():
    marks = re.compile(r"\bmark_safe\(|\|\s*safe\b|\bautoescape off\b|SafeString\(")
    allowed = [
        p for p in product("py", "html") if shown(p) in SAFE_MAKERS or shown(p).startswith("platform/design/")
    ]

    assert [shown(p) for p in product("py", "html") if p not in allowed and marks.search(p.read_text())] == []


def test_pages_ask_no_other_host():
    """Links may lead elsewhere; scripts, styles, pictures, forms and frames come from here."""
    asks = re.compile(
        r"""<(?:script|img|iframe|source|video|audio|embed|form)\b[^>]*(?:src|srcset|action)\s*=\s*["']?(?:https?:)?//"""
        r"""|<link\b[^>]*href\s*=\s*["']?(?:https?:)?//"""
        r"""|(?:@import|url\()\s*["']?(?:https?:)?//"""
        r"""|\b(?:fetch|import|WebSocket|EventSource|importScripts)\s*\(?\s*["'`](?:https?:|wss?:)?//""",
        re.IGNORECASE,
    )

    assert [shown(p) for p in product("html", "css", "js", "svg") if asks.search(p.read_text())] == []


def test_templates_have_no_inline_style_or_handler():
    inline = re.compile(r"""<[a-z][^>]*\s(?:style|on[a-z]+)\s*=\s*["']""", re.IGNORECASE)

    assert [shown(p) for p in product("html") if inline.search(p.read_text())] == []


def test_styles_know_no_left_and_right():
    """Arabic reads the other way: logical directions only."""
    physical = re.compile(
        r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
        r"|text-align:\s*(?:left|right)\b|float:\s*(?:left|right)\b|(?:^|[\s;{])(?:left|right):",
        re.MULTILINE,
    )

    assert [shown(p) for p in product("css") if physical.search(p.read_text())] == []


# -- what is written about it


def test_every_path_that_the_docs_name_exists():
    named = re.compile(
        r"`((?:platform|communities|messaging|cms|tests|bench|deploy|docs|\.ci)/[\w./@{},*-]*)`"
    )
    missing = []
    for page in [*tracked("docs/*.md"), ROOT / "README.md"]:
        for path in named.findall(page.read_text()):
            if "{" not in path and not list(ROOT.glob(path.rstrip("/"))):
                missing.append((shown(page), path))

    assert missing == []


def test_every_make_target_that_the_docs_name_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for page in [*tracked("docs/*.md"), ROOT / "README.md"]
        for target in re.findall(r"`make ([a-z]+)", page.read_text())
    }

    assert named - targets == set()


def test_nothing_names_this_machine():
    """Neither where this checkout lies, nor what lies hidden beside it, nor anybody's home."""
    hidden = {path.name for path in ROOT.parent.glob(".*") if path.is_dir() and ROOT.parent != Path.home()}
    folders = [f"{folder}/" for folder in (ROOT, Path.home()) if folder != Path("/")]
    places = re.compile("|".join([*map(re.escape, folders), *map(re.escape, hidden - {".git"}), r"(?!)"]))
    texts = tracked(
        "*.py", "*.md", "*.html", "*.toml", "*.sh", "Makefile", ".ci/*", "deploy/*", ".env.example"
    )

    assert [shown(p) for p in texts if places.search(p.read_text())] == []


def test_migrations_need_only_what_lies_below():
    """A room's migration depends on rooms below it, as its imports do."""
    order = [
        "core", "accounts", "institutions", "uploads", "notifications", "moderation", "live", "threads",
        "profiles", "groups", "opportunities", "pages", "desk", "api",
    ]  # fmt: skip
    depends = re.compile(r"""\(\s*["'](\w+)["'],\s*["']\d{4}_""")
    upward = []
    for path in product("py"):
        if path.parent.name != "migrations" or path.name == "__init__.py":
            continue
        room = path.parent.parent.name
        above = set(order[order.index(room) + 1 :])
        upward += [(shown(path), other) for other in depends.findall(path.read_text()) if other in above]

    assert upward == []
