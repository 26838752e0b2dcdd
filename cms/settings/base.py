"""Settings that hold everywhere. Safe by default; imports no app; values from the environment."""

from pathlib import Path
from typing import Any

import environ

from .csp import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
USE_X_FORWARDED_HOST = False
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")

OURS = ["home", "blog", "radio", "pillole", "profiles", "editorial", "cms", "cms.users"]
INSTALLED_APPS = [
    *OURS,  # before wagtail.admin: their templates win
    "allauth",
    "allauth.account",
    "csp",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",  # alone: with "modelsearch" beside it every index task fails silently
    "wagtail.admin",
    "wagtail",  # neither wagtail.locales nor simple_translation: the moderation knows one locale
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.http.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.http.middleware.CompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # below compression, which makes its ETag a weak one
    "cms.http.middleware.BodyLimitMiddleware",  # before CSRF, which reads the body
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cms.http.characters.CharactersMiddleware",  # below CSRF: what it cannot read is refused there
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "editorial.admin.access.AdminGuardMiddleware",
    "cms.http.atomic_writes.AtomicWriteMiddleware",  # last: one transaction for each unsafe request
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "cms.http.context_processors.auth",
                "cms.http.context_processors.site",
                "cms.http.context_processors.messages",
                "editorial.context_processors.userbar",
            ]
        },
    }
]

# --- database. ATOMIC_REQUESTS stays off: cms.http.atomic_writes opens one transaction for each write.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "cms.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c statement_timeout=30000"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The caches are shared by all workers: limits counted per process would let more logins through. Wagtail looks in
# "renditions" for the sizes of an image; its entries do not expire, or every image on a page would be a query again.
if env("REDIS_URL", default=""):
    shared: dict[str, Any] = {"BACKEND": "cms.cache.FailOpenRedisCache", "LOCATION": env("REDIS_URL")}
    # What allauth counts while Redis is away (cms.cache): the table of cms.models.LimitCounter.
    counters = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cms_limits"}
    CACHES = {
        "default": shared,
        "renditions": {**shared, "KEY_PREFIX": "renditions", "TIMEOUT": None},
        "limits": {**counters, "OPTIONS": {"MAX_ENTRIES": 10_000}},
    }
else:
    files = {"BACKEND": "cms.cache.FileCache", "LOCATION": VAR_DIR / "cache"}
    many = {"LOCATION": VAR_DIR / "cache" / "renditions", "TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 100_000}}
    CACHES = {"default": files, "renditions": {**files, **many}}

# --- people
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
INVITATION_SALT = "profiles.invitation"  # what the links that people have were signed with
INVITATION_DAYS = 14
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "members_area"
ACCOUNT_ADAPTER = "cms.users.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "cms.users.forms.LoginForm", "reset_password": "cms.users.forms.ResetPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
# allauth's own ten wrong logins a minute would lock out a coworking behind one public address.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/300s/key", "login": "120/m/ip", "guest": "60/m/ip"}
TRUSTED_PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- language and time
LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano")]
TIME_ZONE = "Europe/Rome"
USE_I18N = True  # Django's and Wagtail's own Italian
USE_TZ = True

# --- files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page with many blocks and comments
MAX_BODY_BYTES = 10 * 1024 * 1024
MAX_AUDIO_BYTES = env.int("MAX_AUDIO_BYTES", default=200 * 1024 * 1024)
LARGE_BODIES = {"/admin/radio/audio/create/": ("radio.add_radioaudio", "MAX_AUDIO_BYTES")}  # permission, limit
FILE_UPLOAD_PERMISSIONS = 0o644

# --- tasks. Wagtail's own (reference and search index) are small and run at once. «manage.py db_worker» makes images;
# where no worker runs, the first request for one does.
TASKS: dict[str, Any] = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "pictures": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["pictures"]},
}

# --- mail: a queue, which «manage.py send_mail» gives to a server, or writes into var/mail where none is configured
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail:///")
vars().update(EMAIL_CONFIG)
MAIL_DELIVERY_BACKEND, EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"], "cms.mail.queue.QueueBackend"
if not env("EMAIL_URL", default=""):
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="lab121 <lab121@localhost>")
DESK_EMAIL = env("DESK_EMAIL", default=DEFAULT_FROM_EMAIL)  # for replies, where a desk has no address of its own

# --- Wagtail
WAGTAIL_SITE_NAME = "lab121"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accedi/"
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.CustomDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.images.upload_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.images.upload_forms.DocumentForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "txt", "csv"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
MAX_DOCUMENT_BYTES = 8 * 1024 * 1024
WAGTAIL_FINISH_WORKFLOW_ACTION = "editorial.publication.workflow_finish.finish"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False  # editorial.models.tasks decides it
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""  # else a typed address of ours would show its page's draft title
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("it", "Italiano")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.backend"}}
WAGTAILEMBEDS_FINDERS = [{"class": "cms.content.embeds.VideoFinder"}]
WAGTAILEMBEDS_RESPONSIVE_HTML = False
TAGGIT_CASE_INSENSITIVE = True
REFUSE_DEMO_ACCOUNTS = False
IS_DEMO_SITE = False
REVIEW_DAYS = 5  # the desk promises to read a text within so many days

# --- security
CSRF_FAILURE_VIEW = "cms.http.error_views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# W019: the editor's live preview is a frame of our own origin, so X-Frame-Options is SAMEORIGIN.
# W021: HSTS preload is a promise for every subdomain of lab121.org, the association's to make.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]

LOGGING = {  # with DEBUG off Django's default leaves no trace of a 500
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "propagate": True, "level": "WARNING"}},
}
