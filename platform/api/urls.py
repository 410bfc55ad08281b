"""The JSON API's addresses (contract.md): the same queries, actions and policy as the pages."""

from ninja import NinjaAPI

from api import me, problems, threads
from api.doors import schema_door

api = NinjaAPI(
    title="Both Shores",
    version="1",
    description="Sign in with the session cookie; send X-CSRFToken with what changes something.",
    urls_namespace="api",
    docs_url=None,
    docs_decorator=schema_door,
)
api.add_router("", me.router)
api.add_router("", threads.router)
problems.install(api)
