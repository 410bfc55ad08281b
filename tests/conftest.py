"""What every test may rely on."""

import os

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from servestatic.middleware import ServeStaticMiddleware


@pytest.hookimpl(tryfirst=True)  # pytest-django then puts those that empty the database last
def pytest_collection_modifyitems(items):
    """Nearly every test here needs the database; saying so once is enough. Journeys and tests against servers
    of their own (`journey`, `services`) bring their own database unless they ask for this one."""
    for item in items:
        if not any(item.get_closest_marker(name) for name in ("django_db", "journey", "services")):
            item.add_marker(pytest.mark.django_db)


def pytest_sessionfinish(session):
    """Where everything is there that a test may need (NO_SKIPS, in CI), a skipped one has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _static_files_once():
    """Each test client builds the middleware anew; which static files there are is found out once."""
    find, found, folders = ServeStaticMiddleware.add_files_from_finders, {}, []

    def find_once(middleware):
        if not found:
            find(middleware)
            found.update(middleware.files)
            folders.extend(middleware.directories)
        middleware.files.update(found)
        middleware.directories[:] = folders

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServeStaticMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(scope="module")
def filled_again(django_db_setup, django_db_blocker):
    """A test with real transactions empties the tables when it ends, the rows that migrations made included. xdist
    hands out whole files in an order of its own, so other files come after it: the rows are given back."""
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture(autouse=True)
def _fresh_limits():
    """A limit used up in one test is not used up in the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _english():
    """The language of the last request of one test is not the language of the next test."""
    with translation.override("en"):
        yield
