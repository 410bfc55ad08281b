"""Every address of the site (contract.md), Wagtail's pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls

from accounts import leaving
from api.urls import api
from config import views

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler429 = "config.errors.too_many"  # asked for by allauth
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("files/", include("uploads.urls")),
    path("media/<path:path>", views.media, name="media"),
    path("safety/quick-exit", leaving.quick_exit, name="quick-exit"),
    path("blank/", leaving.blank, name="blank"),
    path("i18n/<str:language>/", views.switch_language, name="switch-language"),
    path("api/v1/", api.urls),
    path("cms/", include("cms.pages.admin_urls")),
]
if settings.DEBUG:
    urlpatterns += [path("gallery/", include("design.urls"))]

urlpatterns += i18n_patterns(
    path("accounts/", include("accounts.entrance_urls")),
    path("accounts/", include("allauth.urls")),
    path("settings/profile/", include("communities.profiles.settings_urls")),
    path("settings/", include("accounts.urls")),
    path("people/", include("communities.profiles.urls")),
    path("institutions/", include("institutions.urls")),
    path("communities/", include("communities.groups.urls")),
    path("discussions/", include("messaging.threads.urls")),
    path("opportunities/", include("communities.opportunities.urls")),
    path("notifications/", include("notifications.urls")),
    path("moderation/", include("moderation.urls")),
    path("desk/", include("desk.urls")),
    path("", include("cms.pages.urls")),
    re_path("^_util/", views.closed),  # Wagtail's own sign-in knows no second factor
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
