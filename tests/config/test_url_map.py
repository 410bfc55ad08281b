"""Every route says which rows of the trust matrix it answers to."""

import csv
import io
import json
from pathlib import Path

from django.core.management import call_command

from config.url_map import Route, routes

MATRIX = Path(__file__).resolve().parents[1] / "trust-matrix.csv"


def known_rows() -> set[str]:
    with MATRIX.open(newline="") as file:
        return {row["id"] for row in csv.DictReader(file)}


def test_every_route_names_a_row():
    assert [route.pattern for route in routes() if not route.rows] == []


def test_every_row_that_a_route_names_is_in_the_matrix():
    named = {row for route in routes() for row in route.rows}

    assert named - known_rows() == set()


def test_every_route_says_its_methods_and_surface():
    surfaces = {"html", "api", "utility", "file", "static", "socket", "cms", "feed"}

    assert [r.pattern for r in routes() if not r.methods or r.surface not in surfaces] == []


def test_routes_know_those_that_libraries_serve():
    found = {route.pattern: route for route in routes()}

    assert found["<language>/accounts/login/"].rows == ["N02"]
    assert found["cms/pages/<int:parent_page_id>/"].rows == ["W04", "W05", "N04"]
    assert found["static/<path>"].rows == ["N01", "D11"]
    assert found["ws/"].surface == "socket"


def test_an_operation_of_the_api_is_listed_once():
    listed = [(route.pattern, route.methods) for route in routes() if route.surface == "api"]

    assert [pair for pair in listed if listed.count(pair) > 1] == []
    assert ("api/v1/threads/<uuidstr:ident>/posts", ["POST"]) in listed


def test_wagtails_pages_are_the_last_of_the_tried():
    tried = [route for route in routes() if route.surface not in ("static", "socket")]

    assert tried[-1].name == "wagtail_serve"


def test_url_map_prints_the_routes_as_json():
    out = io.StringIO()

    call_command("url_map", json=True, stdout=out)

    printed = json.loads(out.getvalue())
    assert [Route(**entry) for entry in printed] == routes()
    assert {"name", "pattern", "methods", "surface", "kind", "rows"} == set(printed[0])
