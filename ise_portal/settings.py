"""Settings of the portal: one file for every machine.

What differs from machine to machine comes from the environment (or a `.env` file beside
`manage.py`); `.env.example` lists every variable. Production is what happens when nothing is
said: without `SECRET_KEY`, `FACTOR_KEYS`, `ALLOWED_HOSTS`, `DATABASE_URL`, `PORTAL_URL` and
`EMAIL_URL`, or with values that protect nothing, the portal refuses to start.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ise_portal import formats
from ise_portal.required import (
    allowed_hosts,
    audit_days,
    audit_handlers,
    databases,
    email_url,
    factor_keys,
    languages,
    portal_url,
    secret_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

# --- The city: what another city changes -------------------------------------------------------

CITY_NAME = env.str("CITY_NAME", default="伊勢市")
PREFECTURE = env.str("PREFECTURE", default="三重県")
MUNICIPAL_CODE = env.str("MUNICIPAL_CODE", default="242039")
SITE_TITLE = env.str("SITE_TITLE", default="伊勢つながりサポート")
# Where other questions belong: the city's own site, and its switchboard ("": none is shown).
CITY_URL = env.str("CITY_URL", default="https://www.city.ise.mie.jp/")
CITY_PHONE = env.str("CITY_PHONE", default="")
# Offered to clerks who type a number without one.
AREA_CODE = env.str("AREA_CODE", default="0596")
# The window to which everybody may turn who does not know where to turn.
GENERAL_WINDOW_UID = env.str("GENERAL_WINDOW_UID", default="bf687095-d0f9-52fe-baba-4ca99f36e5dd")
GENERAL_WINDOW_NAME = env.str("GENERAL_WINDOW_NAME", default="伊勢市福祉生活相談センター")
# The line whose number stands there until that window has one of its own (よりそいホットライン).
UNSURE_LINE_UID = env.str("UNSURE_LINE_UID", default="1d4e92e5-131a-5b2c-a7e4-aa0e2a0a11a0")
# Where the exit button leads: a harmless page (the weather forecast).
EXIT_URL = env.str("EXIT_URL", default="https://www.jma.go.jp/bosai/forecast/")
# After so many months without confirmation residents are asked to telephone first.
VERIFICATION_MONTHS = env.int("VERIFICATION_MONTHS", default=12)
BOOKLET_TITLE = env.str("BOOKLET_TITLE", default="伊勢つながりサポートリスト")
# A folder with the city's own font files (a UD font, say) and the family's name; without them the
# booklet is set in the font that comes along.
BOOKLET_FONT_FOLDER = env.str("BOOKLET_FONT_FOLDER", default="")
BOOKLET_FONT = env.str("BOOKLET_FONT", default="")
if BOOKLET_FONT_FOLDER and not Path(BOOKLET_FONT_FOLDER).is_dir():
    raise ImproperlyConfigured(f"BOOKLET_FONT_FOLDER: there is no folder {BOOKLET_FONT_FOLDER}.")
# For so many days an entry of the audit is kept, from the day on which it is written.
AUDIT_DAYS = audit_days()
# Machines inside the network, by IP address, that are asked for another portal's windows.
PORTALS_INSIDE = env.list("PORTALS_INSIDE", default=[])
# A list for use without a network may be kept; where this is off, it is removed from devices.
OFFLINE = env.bool("OFFLINE", default=True)
# Where the staff read what the portal tells them all; without it they see it in admin only.
STAFF_EMAIL = env.str("STAFF_EMAIL", default="")

# --- The machine --------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key()
# With these the secrets of second factors are encrypted in the database; the newest first.
FACTOR_KEYS = factor_keys()
ALLOWED_HOSTS = allowed_hosts()
# A standby answers for public pages while it has all that the primary has.
DATABASES = databases()
DATABASE_ROUTERS = ["directory.database.standby.Router"]
# Memory of pages: of this process, or of a server that several machines share. What residents
# search for and which sheets they fetch stays in the process. Attempts to log in and used codes
# (the default, which allauth asks) are counted in PostgreSQL, by all processes together.
CACHE_URL = env.str("CACHE_URL", default="")
_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
_shared = {"BACKEND": "ise_portal.shared_cache.SharedCache", "LOCATION": CACHE_URL}
CACHES = {
    "default": {"BACKEND": "platform_members.accounts.attempts.Attempts"},
    "pages": (
        _shared | {"KEY_PREFIX": "pages"}
        if CACHE_URL
        else _memory | {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 2_000}}
    ),
    "process": _memory | {"LOCATION": "process"},
    "missing": _memory | {"LOCATION": "missing", "OPTIONS": {"MAX_ENTRIES": 200}},
    "searches": _memory | {"LOCATION": "searches", "OPTIONS": {"MAX_ENTRIES": 500}},
}
# Served over https, as in production; only a demonstration on one's own machine turns it off.
HTTPS = env.bool("HTTPS", default=True)
# Where the finished PDFs of the booklet are kept until the data change; safe to empty.
BOOKLET_FOLDER = Path(env.str("BOOKLET_FOLDER", default=str(BASE_DIR / ".booklet")))
# Where pg_dump and pg_restore of the server's version are; looked for where this is empty.
POSTGRES_BIN = env.str("POSTGRES_BIN", default="")
# Where the public site is kept as static files, for the time when the database is gone; empty for
# none. nginx may serve `current` in it when nothing else answers.
MIRROR_FOLDER = env.str("MIRROR_FOLDER", default=str(BASE_DIR / ".mirror"))
# A proxy that sets X-Forwarded-Proto itself (and removes it from what visitors send).
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Count failed log-ins by visitor, not all of them against the proxy.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# The address under which links in mails, QR codes on paper and structured data open the portal. No
# link is made of the name that a request gives.
PORTAL_URL = portal_url(https=HTTPS)

vars().update(email_url())
EMAIL_TIMEOUT = 10  # seconds that a member waits for a mail server that does not answer
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@localhost")

# --- The parts ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Before our apps, so that their admin may put its own in the place of this one's.
    "allauth.mfa",
    "directory",
    "platform_members",
    "campaigns",
    "allauth",
    "allauth.account",
    "django_filters",
    "csp",
    "ise_portal.admin.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "ise_portal.middleware.safe_headers",
    "ise_portal.middleware.after_the_answer",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ise_portal.middleware.OddRequests",
    "directory.languages.middleware.language_by_address",
    "directory.public.kept_pages.KeptPages",  # after what every request needs, before all else
    "django.middleware.gzip.GZipMiddleware",
    "directory.languages.middleware.finished_pages",
    "ise_portal.middleware.private_by_default",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ise_portal.middleware.LoginUnlessPublic",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ise_portal.middleware.refusals",
    "ise_portal.middleware.OfferAgain",
    "ise_portal.middleware.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "directory.deeds.recording.RecordDeeds",  # last, so that it records what views write
]

ROOT_URLCONF = "ise_portal.urls"
WSGI_APPLICATION = "ise_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "directory.public.context_processors.portal",
            ],
        },
    },
]
# Form widgets may be overridden in templates/ like any other template.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Language -----------------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
LANGUAGES = languages()
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"  # reception hours are Japanese, wherever the server stands
USE_TZ = True
FORMAT_MODULE_PATH = "ise_portal.formats"
DATE_INPUT_FORMATS = formats.DATE_INPUT_FORMATS
DATETIME_INPUT_FORMATS = formats.DATETIME_INPUT_FORMATS

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "platform_members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Asked of new passwords only; those of before go on to log in.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "platform_members.accounts.passwords.NotGuessedFirst"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
ACCOUNT_ADAPTER = "platform_members.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Staff enter the address of whom they invite, and the first password comes by mail to it.
ACCOUNT_EMAIL_VERIFICATION = "none"
# An owner who did not change the password or second factor is warned by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {"reset_password": "platform_members.accounts.forms.PasswordResetForm"}
# Attempts a time, failed ones of log-ins; the keys are chosen in `AccountAdapter.pre_authenticate`.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",  # all that is sent, sound or not: an office shares one address
    "login_place": "10/m/key",
    "login_failed": "5/5m/key",  # of one address from one place; and codes of one person
    "login_address": "30/5m/key",  # from wherever
    "login_known_device": "10/5m/key",
    "reset_password": "20/m/ip,3/10m/key",
    "ask_for_address": "5/h/user",
}
# Staff open nothing before they have set up a second factor; others may have one.
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEBUG)
MFA_ADAPTER = "platform_members.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "platform_members.accounts.forms.CodeForm",
    "activate_totp": "platform_members.accounts.forms.NewAppForm",
    "authenticate_webauthn": "platform_members.accounts.passkeys.SecondStepForm",
    "login_webauthn": "platform_members.accounts.passkeys.LogInForm",
    "add_webauthn": "platform_members.accounts.passkeys.AddForm",
    "edit_webauthn": "platform_members.accounts.passkeys.NameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Two a log-in, and an office shares one address; there is nothing that could be guessed.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
# There is no sign-up, so no stranger's address can be occupied before it is verified.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

# --- Static files -------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Security -----------------------------------------------------------------------------------

# Everything is forbidden but what our own files need; no exceptions, no inline style or script.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# No page asks for a camera, a place, a payment or the like, nor may what it leads to; passkeys are
# asked for by the log-in.
CLOSED_FEATURES = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media "
    "fullscreen geolocation gyroscope magnetometer microphone midi payment "
    "picture-in-picture screen-wake-lock usb xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(
    ["publickey-credentials-get=(self)", *(f"{each}=()" for each in CLOSED_FEATURES.split())]
)
# Nothing of ours is read by scripts of other sites, static files neither.
WHITENOISE_ALLOW_ALL_ORIGINS = False
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked inside, over plain http
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# The address of a page tells what a resident looks for: it is given to no other site.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Cookies of staff and members. By their prefix a browser takes them from this host alone, over
# https, so that no other host of the city's domain can plant one.
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
# Messages stand in the session: a cookie of their own would have no prefix.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
# The longest form has 200 rows of five fields (`directory.admin.rows`), or a box for each of some
# hundred organisations; a thousand more than Django's own limit of fields would be built and shown.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
# A form that takes a hundred files says so itself; what has twice as many is refused unread.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
CSRF_FAILURE_VIEW = "ise_portal.views.csrf_failure"

# --- Logs ---------------------------------------------------------------------------------------

AUDIT_HANDLERS = audit_handlers()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        # Who looks for what is written nowhere.
        "without_visitor": {"()": "ise_portal.logs.WithoutVisitor"},
        "require_debug_false": {"()": "django.utils.log.RequireDebugFalse"},
    },
    "formatters": {
        "line": {"format": "[{asctime}] [{levelname}] {name}{account}: {message}", "style": "{"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["without_visitor"],
            "formatter": "line",
        },
        "mail_admins": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "filters": ["require_debug_false", "without_visitor"],
        },
        **AUDIT_HANDLERS,
    },
    "loggers": {
        "django": {"handlers": ["mail_admins"], "level": "INFO"},
        "django.server": {"level": "CRITICAL", "propagate": False},
        "portal.audit": {"level": "INFO", "handlers": [*AUDIT_HANDLERS]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
