"""What surrounds requests to the API: no page of the site ever answers in its place."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from api.problems import answer_with

PREFIX = "/api/"
View = Callable[[HttpRequest], HttpResponse]


def problems(get_response: View) -> View:
    """Refusals from outside the operations (no such address, wrong method, database away) as problems."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return answer_with(request, response) if request.path_info.startswith(PREFIX) else response

    return answer
