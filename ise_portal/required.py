"""Settings that production cannot do without: read from the environment, or refused in a sentence.

Each sentence names the setting and says what to do.
"""

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

env = environ.Env()
A_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
A_FACTOR_KEY = (
    "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
)
LEAST_LETTERS, LEAST_DIFFERENT = 50, 10  # of SECRET_KEY
LEAST_DAYS = 30  # of AUDIT_DAYS


def required(name: str, what_to_do: str) -> str:
    """Return an environment variable that the portal cannot run without.

    Raises ImproperlyConfigured with a sentence that says what to do when it is unset or empty.
    """
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {what_to_do}")
    return value


def secret_key() -> str:
    """SECRET_KEY, where it cannot be guessed."""
    what_to_do = f"put a long random text there, for example from `{A_KEY}`, and keep it secret."
    key = required("SECRET_KEY", what_to_do)
    if len(key) < LEAST_LETTERS or len(set(key)) < LEAST_DIFFERENT or "insecure" in key:
        raise ImproperlyConfigured(f"SECRET_KEY can be guessed: {what_to_do}")
    return key


def factor_keys() -> list[Fernet]:
    """FACTOR_KEYS, with which secrets of second factors are encrypted; the newest first."""
    what_to_do = f"make one with `{A_FACTOR_KEY}`, and keep it secret and apart from the database."
    try:
        return [Fernet(key.strip()) for key in required("FACTOR_KEYS", what_to_do).split(",")]
    except ValueError:
        message = f"FACTOR_KEYS holds what is no key: {what_to_do}"
        raise ImproperlyConfigured(message) from None


def allowed_hosts() -> list[str]:
    """ALLOWED_HOSTS, where they do not let every name in."""
    what_to_do = (
        "list the names under which residents reach the portal, separated by commas,"
        " for example `ALLOWED_HOSTS=soudan.example.lg.jp`."
    )
    hosts = [host.strip() for host in required("ALLOWED_HOSTS", what_to_do).split(",")]
    if "*" in hosts:
        raise ImproperlyConfigured(f"ALLOWED_HOSTS lets every name in: {what_to_do}")
    return hosts


def databases() -> dict:
    """The database that DATABASE_URL names, and its standby where READ_DATABASE_URL names one."""
    required(
        "DATABASE_URL",
        "name the PostgreSQL database, for example"
        " `DATABASE_URL=postgres://portal:password@db.example/portal`.",
    )
    limited = {
        "ENGINE": "directory.database",  # PostgreSQL, with limits to how long a page waits
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
    names = {"default": "DATABASE_URL", "standby": "READ_DATABASE_URL"}
    return {
        alias: env.db_url_config(address) | limited
        for alias, name in names.items()
        if (address := env.str(name, default=""))
    }


def audit_days() -> int:
    """AUDIT_DAYS, where it is long enough to be looked back on."""
    days = env.int("AUDIT_DAYS", default=400)
    if days < LEAST_DAYS:
        text = f"AUDIT_DAYS: keep entries of the audit for {LEAST_DAYS} days at least."
        raise ImproperlyConfigured(text)
    return days


def audit_handlers() -> dict[str, dict]:
    """Handlers of the audit's lines beside the log: syslog, where AUDIT_SYSLOG names its socket."""
    address = env.str("AUDIT_SYSLOG", default="")
    syslog = {
        "class": "logging.handlers.SysLogHandler",
        "address": address,
        "facility": "authpriv",
        "filters": ["without_visitor"],
        "formatter": "line",
        ".": {"ident": "ise-portal: ", "append_nul": False},
    }
    return {"syslog": syslog} if address else {}


def portal_url(*, https: bool) -> str:
    """PORTAL_URL without a slash at its end, where it is a whole address."""
    what_to_do = (
        "give the address under which residents open the portal, for example"
        " `PORTAL_URL=https://soudan.example.lg.jp`."
    )
    address = required("PORTAL_URL", what_to_do).rstrip("/")
    if not address.startswith(("https://",) if https else ("https://", "http://")):
        raise ImproperlyConfigured(f"PORTAL_URL is no https address: {what_to_do}")
    return address


def languages() -> list[tuple[str, str | Promise]]:
    """Languages of the public pages; those that a speaker has not read wait for APPROVED_LANGUAGES.

    Each is named by the code that stands in its addresses.
    """
    waiting = {"pt": _("ポルトガル語"), "vi": _("ベトナム語")}
    approved = env.list("APPROVED_LANGUAGES", default=[])
    if unknown := ", ".join(code for code in approved if code not in waiting):
        raise ImproperlyConfigured(f"APPROVED_LANGUAGES: no catalogue waits under {unknown}.")
    always = [("ja", _("日本語")), ("easy", _("やさしい日本語")), ("en", _("英語"))]
    return always + [(code, waiting[code]) for code in approved]


def email_url() -> dict:
    """Settings of the mail server that EMAIL_URL names."""
    required(
        "EMAIL_URL",
        "name the mail server, for example `EMAIL_URL=smtp+tls://user:password@mail.example:587`,"
        " or `EMAIL_URL=consolemail://` to print mails instead of sending them.",
    )
    return env.email_url("EMAIL_URL")
