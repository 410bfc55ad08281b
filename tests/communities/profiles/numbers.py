"""What the tests of numbers about people share: who tells what, what was published, what a page says."""

import datetime as dt
import re

from django.test import Client

from accounts.models import User
from core.models import PublishedNumber, PublishedTable
from tests import make

DAY = dt.timedelta(days=1)
MARK = re.compile(r'<circle cx="(\d+)" cy="(\d+)" r="([\d.]+)"/>')
LIST = re.compile(r'<ul class="bars[^>]*data-numbers="list">(.*?)</ul>', re.DOTALL)
TABLE = re.compile(
    r'<table[^>]*data-numbers="table">.*?<tbody>(.*?)</tbody>.*?<tfoot>(.*?)</tfoot>', re.DOTALL
)


def tells(*, lives=(), ties=(), readers="members", **given) -> User:
    """Somebody who told countries."""
    person = given.pop("person", None) or make.user(**given)
    profile = make.profile(person, residence_audience=readers, heritage_audience=readers)
    for kind, countries in (("residence", lives), ("heritage", ties)):
        for country in countries:
            profile.ties.create(kind=kind, country=country)
    return person


def say(**tables) -> None:
    """Published values, without the people behind them."""
    for table, cells in tables.items():
        PublishedTable.objects.create(name=table, day=make.NOW.date())
        for cell, value in cells.items():
            PublishedNumber.objects.create(
                table=table, cell=cell, shown=value, version=1, moved_on=make.NOW.date()
            )


def reader(person=None) -> Client:
    client = Client()
    client.force_login(person or make.user())
    return client


def page(address: str, client: Client | None = None) -> str:
    response = (client or reader()).get(address)
    assert response.status_code == 200
    return response.content.decode()


def main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


MAP, CORRIDORS = "/en/people/map/", "/en/people/corridors/"
