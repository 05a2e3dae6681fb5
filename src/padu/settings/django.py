"""Django's settings, made from the typed environment. Nothing here reads the environment by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlparse

from padu import __version__
from padu.settings.environment import CHECKOUT, Environment, read_environment
from padu.settings.key_rotation import LiveKeyring
from padu.settings.postgres import Purpose, embedded

ENVIRONMENT: Environment = read_environment()
VERSION = __version__


def _from_url(url: str) -> dict[str, Any]:
    parts = urlparse(url)
    return {
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


def _from_cluster(params: dict[str, Any]) -> dict[str, Any]:
    return {
        "HOST": str(params["host"]),
        "PORT": str(params["port"]),
        "NAME": params["dbname"],
        "USER": params["user"],
    }


# Compiling the long statements of the index takes longer than running them: 2-3 s against 0.03 s.
NO_JIT = "-c jit=off"
POOL = {"min_size": 1, "max_size": 4}


def database(purpose: Purpose, owner: bool) -> dict[str, Any]:
    """Connection of the serving role, or of the owner for migrate and doctor."""
    url = ENVIRONMENT.database_owner_url if owner else ENVIRONMENT.database_url
    base = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, "OPTIONS": {"options": NO_JIT}}
    if url is not None:
        return base | _from_url(url)
    cluster = embedded(CHECKOUT, purpose)
    return base | _from_cluster(cluster.owner_params() if owner else cluster.app_params())


def databases() -> dict[str, Any]:
    """`default` serves; `owner` migrates, and is left out where an outside server's owner was not named."""
    serving = {"default": database("run", owner=False) | {"OPTIONS": {"options": NO_JIT, "pool": POOL}}}
    if not ENVIRONMENT.embedded and ENVIRONMENT.database_owner_url is None:
        return serving
    return serving | {"owner": database("run", owner=True)}


DATABASES: dict[str, Any] = databases()
DATABASE_ROUTERS: list[str] = []

KEYRING = LiveKeyring(ENVIRONMENT.var / "keys.json")
SECRET_KEY = KEYRING.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ENVIRONMENT.allowed_hosts]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "procrastinate.contrib.django",
    "padu.access",
    "padu.ui",
    "padu.apps.regions",
    "padu.apps.accounts",
    "padu.apps.institutions",
    "padu.apps.programmes",
    "padu.apps.kampung",
    "padu.apps.rumah_dataku",
    "padu.apps.data_quality",
    "padu.apps.record_linkage",
    "padu.apps.privacy",
    "padu.apps.measurement",
    "padu.apps.situation",
    "padu.apps.supply",
    "padu.apps.convergence",
    "padu.apps.coordination",
    "padu.interop.opensid",
    "padu.interop.openrosa",
    "padu.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "padu.web.middleware.refusal_log",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "padu.web.middleware.ScopeMiddleware",
    "padu.apps.accounts.standing.standing",
]

ROOT_URLCONF = "padu.web.urls"
WSGI_APPLICATION = "padu.web.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["padu.apps.accounts.backend.PaduBackend"]
LOGIN_URL = "/masuk/"
SECOND_FACTOR_FROM = ENVIRONMENT.second_factor_from
OPENID = ENVIRONMENT.openid
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "padu.web.context.surroundings",
            ],
        },
    }
]
FORM_RENDERER = "padu.ui.forms.PaduRenderer"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [CHECKOUT / "src" / "padu" / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.var / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Name, office and number of the data protection officer, for the public privacy notice.
PRIVACY_CONTACT = ENVIRONMENT.privacy_contact

# Files that people sent are encrypted here; photos are re-encoded before they are stored.
KEPT_FILES = ENVIRONMENT.var / "kept"
PHOTO_FILES = ENVIRONMENT.var / "photos"
# Larger than the readers' own limit of 50 MB, so that the reader can answer in words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# A name of its own means a proxy with TLS in front (docs/ops); without one only this machine's addresses are served.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(ENVIRONMENT.allowed_hosts)
# The proxy speaks plain HTTP to us, so a form's origin is compared with these.
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ENVIRONMENT.allowed_hosts]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_FAILURE_VIEW = "padu.web.errors.csrf_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "padu.settings.logs.BareFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
