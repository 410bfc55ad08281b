"""What every way of running the site has in common; the environment decides the rest."""

from django.utils.translation import gettext_lazy as _

from config.env import ROOT, env, var

SITE_NAME = env.str("SITE_NAME", default="")  # empty: the translated name of the product
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN", default="http://127.0.0.1:8000").rstrip("/")
INSECURE_HTTP = env.bool("INSECURE_HTTP", default=False)
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
LIMITS_FACTOR = env.float("LIMITS_FACTOR", default=1.0)
REDIS_URL = env.str("REDIS_URL", default="")
EMBEDDED = env.bool("EMBEDDED", default=False)  # pages, sockets and worker in this one process

SECRET_KEY = env.str("SECRET_KEY", default="")
ERASURE_SALT = env.str("ERASURE_SALT", default="")  # empty: SECRET_KEY (accounts.ledger)
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "api.apps.ApiConfig",
    "desk.apps.DeskConfig",
    "cms.pages.apps.PagesConfig",
    "communities.opportunities.apps.OpportunitiesConfig",
    "communities.groups.apps.GroupsConfig",
    "communities.profiles.apps.ProfilesConfig",
    "messaging.threads.apps.ThreadsConfig",
    "messaging.live.apps.LiveConfig",
    "moderation.apps.ModerationConfig",
    "notifications.apps.NotificationsConfig",
    "uploads.apps.UploadsConfig",
    "institutions.apps.InstitutionsConfig",
    "accounts.apps.AccountsConfig",
    "design.apps.DesignConfig",
    "core.apps.CoreConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "template_partials",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",  # first those whose headers every answer carries
    "config.middleware.Policy",
    "config.middleware.headers",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.probes",
    "config.middleware.host",
    "config.middleware.static",
    "django.middleware.gzip.GZipMiddleware",  # little data; random padding and masked tokens against BREACH
    "config.logs.RequestLines",
    "api.middleware.problems",
    "config.middleware.database_down",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.Languages",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.bodies",  # before forms are read
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.sessions",
    "accounts.middleware.Unprocessable",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.zone",
    "config.refusals.refusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "design.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
                "accounts.context.nudge",
                "accounts.context.leaving",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{var('db.sqlite3')}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    var().mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["ENGINE"] = "core.sqlite"
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "core.cache.SturdyCache", "LOCATION": REDIS_URL}}
CHANNEL_LAYERS = (
    {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL]},
        }
    }
    if REDIS_URL
    else {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
)
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# -- people ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.SignInBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "sessionid" if INSECURE_HTTP else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if INSECURE_HTTP else "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# -- languages and time ----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [ROOT / "platform" / "config" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not INSECURE_HTTP
LANGUAGE_COOKIE_HTTPONLY = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_SITE_NAME = _("Both Shores")

# -- files and mail --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = var("static")
SERVESTATIC_ALLOW_ALL_ORIGINS = False
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(var("media")))
FILES_URL = "/files/"
PRIVATE_ROOT = env.str("PRIVATE_ROOT", default=str(var("private")))  # members' files: never below MEDIA_ROOT
PRIVATE_ACCEL = env.str("PRIVATE_ACCEL", default="")  # nginx's internal way to it, e.g. /private/
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.ModulesManifestStorage"},
}
EXPORT_DIR = str(var("exports"))  # copies of members' data, each for a day; pages and worker share it
MAIL_DIR = env.str("MAIL_DIR", default="")
EMAIL_FILE_PATH = MAIL_DIR or None
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND", default=f"django.core.mail.backends.{'filebased' if MAIL_DIR else 'smtp'}.EmailBackend"
)
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
CONTACT_ADDRESS = env.str("CONTACT_ADDRESS", default="help@both-shores.example")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Both Shores <no-reply@both-shores.example>")

# -- requests --------------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
LARGEST_UPLOAD = 9 * 1024 * 1024  # a whole body, at doors that take files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes Chromium send Origin: null, and forms fail
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # who asks comes from this machine, without a certificate
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

QUICK_EXIT_ADDRESS = env.str("QUICK_EXIT_ADDRESS", default="/blank/")  # where "Leave quickly" leads
_exit_host = "" if QUICK_EXIT_ADDRESS.startswith("/") else "/".join(QUICK_EXIT_ADDRESS.split("/")[:3])

NOBODY = "'none'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NOBODY],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'", PUBLIC_ORIGIN.replace("http", "ws", 1)],
        "font-src": ["'self'"],
        "form-action": ["'self'", *filter(None, [_exit_host])],  # browsers ask it of redirects too
        "base-uri": [NOBODY],
        "frame-ancestors": [NOBODY],
        "manifest-src": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
    )
}  # fmt: skip
PERMISSIONS_POLICY |= {f"publickey-credentials-{deed}": ["self"] for deed in ("create", "get")}

# -- Wagtail ---------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Both Shores"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = PUBLIC_ORIGIN
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "txt", "csv"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"  # a page to write on, which goes through review
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # not shown before it was reviewed
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.reviewing.publish_reviewed"

from config.settings.accounts import *  # noqa: E402, F403
from config.settings.logs import *  # noqa: E402, F403
