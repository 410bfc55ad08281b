"""The site's addresses with the gallery, which is otherwise there only while developing."""

from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler429, handler500
from config.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]
urlpatterns = [path("gallery/", include("design.urls")), *site]
