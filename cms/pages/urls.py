"""The addresses of the pages that help and of featuring; Wagtail serves the rest."""

from django.urls import path

from cms.pages import views

app_name = "pages"
urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("privacy/", views.privacy, name="privacy"),
    path("safety/", views.safety, name="safety"),
    path("real-site/", views.real_site, name="real-site"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("contact/", views.contact, name="contact"),
    path("feature/<slug:kind>/<str:ident>/", views.feature, name="feature"),
]
