"""The settings of HR Helper. The environment is read here and nowhere else."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError, validate

from tgsdk import Secret

from .options import options_of, resembles
from .prefix import prefix_in

BASE_DIR = Path(__file__).resolve().parent.parent
PYROGRAM = "tgsdk.backends.pyrogram.PyrogramBackend"
MEMORY = "tgsdk.backends.memory.MemoryBackend"
# All but those of the backend's options.
TELEGRAM_VARIABLES = tuple(
    f"TELEGRAM_{name}" for name in ("BACKEND", "OPTIONS", "SESSION_KEYS", "LIMITS", "FILE_LIMIT", "UPLOAD_LIMIT")
)
YEAR = 365 * 24 * 3600

env = Env()
env.read_env(BASE_DIR / "var" / "hrhelper.env", recurse=False)  # the secrets that `make run` made; the environment wins


def required(name: str, hint: str) -> str:
    """Return the value of a variable. Raises ImproperlyConfigured when it is not set."""
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is not set. {hint}")
    return value


def make_private(database: Path) -> None:
    """Let only the owner read SQLite's files: the sessions in them are sealed, the people and the audit are not.

    SQLite gives its other files (``-wal``, ``-shm``) the mode of the first one.
    """
    for file in database.parent.glob(f"{database.name}*"):
        file.chmod(0o600)
    if database.parent.is_dir() and str(database) != ":memory:":
        database.touch(mode=0o600)


def time_zone() -> str:
    """Return the name of DJANGO_TIME_ZONE. Raises ImproperlyConfigured for one that there is not."""
    name: str = env.str("DJANGO_TIME_ZONE", "Europe/Moscow")
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ImproperlyConfigured("DJANGO_TIME_ZONE names no time zone: give one as Europe/Moscow.") from None
    return name


def database() -> dict[str, Any]:
    """Return the database of DATABASE_URL, SQLite in var/ by default."""
    if not env.str("DATABASE_URL", ""):
        (BASE_DIR / "var").mkdir(exist_ok=True)
        (BASE_DIR / "var").chmod(0o700)
    values: dict[str, Any] = env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}")
    if values["ENGINE"] == "django.db.backends.sqlite3":
        make_private(Path(values["NAME"]))
        values.setdefault("OPTIONS", {}).update(
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
            timeout=20,
            transaction_mode="IMMEDIATE",
        )
    return values


def as_said(read: Callable[[str], Any], name: str) -> Any:
    """Return the value of a variable, or its own text where it cannot be read: `manage.py check` says what is wrong."""
    try:
        return read(name)
    except EnvError:
        return env.str(name)


def hidden(said: Any) -> Any:
    """Return an option whose texts hide themselves in error reports: they show settings, and a proxy has a password."""
    if isinstance(said, list):
        return [hidden(each) for each in said]
    return Secret(said) if isinstance(said, str) else said


def telegram_options(backend: str) -> Any:
    """Return the options of the backend: those that are set, and our name in the phone's list of devices.

    They come from TELEGRAM_OPTIONS and from a variable for each option, which wins; all others are the backend's own.
    """
    said = as_said(env.json, "TELEGRAM_OPTIONS") if env.str("TELEGRAM_OPTIONS", "") else {}
    if not isinstance(said, dict):  # left to the checks
        return hidden(said)
    readers: dict[type, Callable[[str], Any]] = {bool: env.bool, int: env.int, float: env.float, str: env.str}
    options = {option: (f"TELEGRAM_{option.upper()}", kind) for option, kind in options_of(backend).items()}
    given = {
        option: as_said(readers.get(kind, env.json), name)
        for option, (name, kind) in options.items()
        if env.str(name, "")
    }
    ours = {"device_model": "HR Helper"} if "device_model" in options else {}
    return ours | {option: hidden(value) for option, value in (said | given).items()}


def ignored_telegram_variables(backend: str) -> list[str]:
    """Return the variables named like ours that nothing here reads, and the options that are given twice."""
    types = options_of(backend)
    read = {*TELEGRAM_VARIABLES, *(f"TELEGRAM_{option.upper()}" for option in types)}
    unread = [name for name, value in os.environ.items() if name.startswith("TELEGRAM_") and value and name not in read]
    said = as_said(env.json, "TELEGRAM_OPTIONS") if env.str("TELEGRAM_OPTIONS", "") else {}
    twice = [option for option in types if isinstance(said, dict) and option in said]
    return sorted(unread) + [f'TELEGRAM_OPTIONS["{each}"]' for each in twice if env.str(f"TELEGRAM_{each.upper()}", "")]


def foreign_telegram_variables(backend: str, ignored: list[str]) -> list[str]:
    """Return those of the ignored that resemble nothing of ours: another program's, a bot's token say."""
    options = {option for each in (backend, PYROGRAM, MEMORY) for option in options_of(each)}
    ours = {*(name.removeprefix("TELEGRAM_") for name in TELEGRAM_VARIABLES), *map(str.upper, options)}
    return [name for name in ignored if "[" not in name and not resembles(name.removeprefix("TELEGRAM_"), ours)]


SECRET_KEY = required(
    "DJANGO_SECRET_KEY",
    "Make one with: python -c 'from django.core.management.utils import get_random_secret_key as k; print(k())'",
)
DEBUG = env.bool("DJANGO_DEBUG", False)
# The path below which the site stands. SCRIPT_NAME is what gunicorn calls it.
PREFIX = prefix_in(env.str("DJANGO_SCRIPT_NAME", "") or env.str("SCRIPT_NAME", ""))
FORCE_SCRIPT_NAME = PREFIX or None
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", [])
HRHELPER_DEMO = env.bool("HRHELPER_DEMO", False)

INSTALLED_APPS = [
    *(["demo"] if HRHELPER_DEMO else []),
    "web",
    "hrhelper.apps.TelegramAccounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "hrhelper.apps.StaticFiles",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "web.reversing.known_place",
    "web.bearer.bearer_requests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "web.compression.compressed_answers",
    "web.middleware.local_times",
    "web.middleware.named_answers",
    "web.middleware.private_answers",
    "django.middleware.common.CommonMiddleware",
    "web.middleware.bounded_bodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "web.renewal.renewed_choices",
    "web.bearer.BearerTokens",
    "web.middleware.require_sign_in",
    "web.middleware.shared_uploads",
    "web.middleware.TypedFailures",
]

BODY_LIMIT = DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes of a request: no form here comes near it
FILE_UPLOAD_HANDLERS: list[str] = []  # one address alone takes files: see web/desk/uploads.py

ROOT_URLCONF = "hrhelper.urls"
WSGI_APPLICATION = "hrhelper.wsgi.application"
ASGI_APPLICATION = "hrhelper.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "web.quick_templates.loader.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *(["demo.context.demo"] if HRHELPER_DEMO else []),
            ],
        },
    }
]

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTHENTICATION_BACKENDS = ["web.sign_in.backend.CountSignIns", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = LOGOUT_REDIRECT_URL = "login"
LOGIN_REDIRECT_URL = "telegram:index"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = time_zone()
USE_I18N = True
USE_TZ = True

STATIC_URL = f"{PREFIX}/static/"
STATIC_ROOT = env.path("DJANGO_STATIC_ROOT", BASE_DIR / "staticfiles")
if not STATIC_ROOT.exists():
    STATIC_ROOT.mkdir()  # whitenoise warns where there is none, also when the finders serve
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "hrhelper.static_files.HashedFiles"},
}
WHITENOISE_USE_FINDERS = True  # a site that was not collected still has its look
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Between the clients and us, each of which extends X-Forwarded-For.
PROXIES = env.int("DJANGO_PROXIES", 0, validate=validate.Range(min=0))
SECURE = env.bool("DJANGO_SECURE", False)
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = YEAR if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{PREFIX}/"  # another site may stand beside this one
SESSION_COOKIE_AGE = 14 * 24 * 3600  # since somebody did something: see web/renewal.py
LANGUAGE_COOKIE_AGE = YEAR
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "web.failure_pages.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],  # previews of what is chosen to be sent: files.js
        "media-src": [SELF],
        "frame-src": [SELF],  # documents, in the browser's own viewer
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

TELEGRAM_BACKEND = env.str("TELEGRAM_BACKEND", PYROGRAM)
TELEGRAM = {
    "BACKEND": TELEGRAM_BACKEND,
    "OPTIONS": telegram_options(TELEGRAM_BACKEND),
    "TIMEOUT": 15,
    "SESSION_KEYS": env.list("TELEGRAM_SESSION_KEYS", []),
    "LIMITS": as_said(env.json, "TELEGRAM_LIMITS") if env.str("TELEGRAM_LIMITS", "") else {},
    **({"FILE_LIMIT": as_said(env.int, "TELEGRAM_FILE_LIMIT")} if env.str("TELEGRAM_FILE_LIMIT", "") else {}),
    **({"UPLOAD_LIMIT": as_said(env.int, "TELEGRAM_UPLOAD_LIMIT")} if env.str("TELEGRAM_UPLOAD_LIMIT", "") else {}),
}
TELEGRAM_IGNORED = ignored_telegram_variables(TELEGRAM_BACKEND)
TELEGRAM_FOREIGN = foreign_telegram_variables(TELEGRAM_BACKEND, TELEGRAM_IGNORED)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "tgsdk": {"level": "INFO"},
        "web": {"level": "INFO"},
    },
}
