"""The matrix as it stands in tests/trust-matrix.csv: rows, cells, notes."""

import csv
from pathlib import Path

ROLES = ["AN", "UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"]


def _read() -> dict[str, dict[str, str]]:
    with (Path(__file__).parents[1] / "trust-matrix.csv").open(newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


ROWS = _read()


def cell(row: str, role: str) -> str:
    return ROWS[row][role]
