"""Who may open what: denied by default, and nothing kept of residents."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from directory.api.endpoints import ENDPOINTS
from directory.models import Window

HSDS = {"root", "openapi"}
HSDS |= {each for endpoint in ENDPOINTS for each in (endpoint.name, endpoint.schema)}
# Every address that opens without log-in. A new public page is added here on purpose.
PUBLIC = {
    "directory:home-view",
    "directory:category-view",
    "directory:window-list",
    "directory:window-view",
    "directory:about-view",
    "directory:card-list",
    "directory:card-view",
    "directory:guide-view",
    "directory:guide-memo",
    "directory:booklet-pdf",
    "directory:booklet-large-pdf",
    "directory:window-memo",
    "directory:window-day",
    "directory:errata-list",
    "directory:errata-view",
    "directory:errata-pdf",
    "directory:suggestion-list",
    "directory:search-description",
    "directory:data-page",
    "directory:api-page",
    "directory:data-file",
    "directory:changes-feed",
    "directory:window-days",
    *(f"directory:hsds-{name}" for name in HSDS),
    "directory:robots",
    "directory:offline-view",
    "directory:offline-list",
    "directory:worker",
    "directory:manifest",
    "directory:sitemap-index",
    "directory:sitemap-pages",
    "directory:sitemap-windows",
    "platform_members:organisation-list",
    "platform_members:organisation-view",
    "platform_members:application-add",
    "platform_members:application-sent",
    "platform_members:barrier-report",
    "platform_members:barrier-sent",
    "directory:accessibility-view",
    "platform_members:invitation-accept",
    "platform_members:invitation-unknown",
    "platform_members:verification-answer",
    "platform_members:verification-changes",
    "platform_members:verification-unknown",
    "campaigns:campaign-list",
    "campaigns:campaign-view",
    "campaigns:comparison-view",
    "campaigns:results-csv",
    "campaigns:results-excel",
    "campaigns:report-pdf",
    "platform_members:public-gap-list",
    "platform_members:public-gap-view",
    "platform_members:feed-view",
    "healthz",
    "readyz",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    # Answer 404 to everybody.
    "account_inactive",
    "account_signup",
    "account_email",
    "account_set_password",
    "account_confirm_login_code",
    "account_confirm_email",
    "account_email_verification_sent",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
# The pages of libraries about accounts that open for any visitor at all; every other one is closed.
OF_LIBRARIES = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_login_webauthn",
}
# Forms of residents: what permits them is a secret in the address, or a signed mark in the form.
# The API takes nothing, and says so to programs.
WITHOUT_TOKEN = {
    *(f"directory:hsds-{name}" for name in HSDS),
    "platform_members:barrier-report",
    "platform_members:application-add",
    "platform_members:verification-answer",
    "platform_members:verification-changes",
    "platform_members:verification-unknown",
}
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
# Kinds of content that are UTF-8 by their own rules.
WITHOUT_CHARSET = {"application/json", "application/opensearchdescription+xml"}
RESIDENTS = ["/", "/categories/work/", "/windows/", "/about/", "/nothing-here"]
RESIDENTS += [
    "/healthz",
    "/readyz",
    "/windows/?q=家賃",
    "/windows/?q=ラーメン",
    "/windows/suggest/?q=家賃",
    "/opensearch.xml",
    "/members/",
    "/members/apply/",
    "/members/apply/sent/",
    "/campaigns/",
    "/campaigns/compare/",
]


def all_patterns(resolver, prefix="", names=()):
    """Give (name, address) of every URL; converters are filled with something harmless."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from all_patterns(pattern, address, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join([*names, pattern.name or ""]), filled(address)


def filled(address: str) -> str:
    """Put something of the right form into the variable parts of an address."""
    address = re.sub(r"\(\?P<\w+>\(\?:(\w+)\|[^)]*\)\)", r"\1", address)  # one of several words
    address = re.sub(r"\(\?P<\w+>[^)]*\)", "1", address)
    address = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", address)
    address = re.sub(r"<(?:\w+:)?\w+>", "1", address)
    return "/" + re.sub(r"[\^$\\?]", "", address)


URLS = sorted(set(all_patterns(get_resolver())))


def test_the_sweep_sees_the_whole_portal():
    """The sweep below walks through admin and accounts as well as our own addresses."""
    names = {name for name, _address in URLS}
    assert names >= PUBLIC
    assert {"admin:index", "admin:directory_window_change", "account_change_password"} <= names


def test_nothing_opens_without_log_in_but_what_is_listed(client, city):
    """Whatever is not listed as public sends a stranger to the log-in."""

    def is_closed(address: str) -> bool:
        response = client.get(address)
        return response.status_code == 302 and "/login/" in response["Location"]

    opened = {name for name, address in URLS if not is_closed(address)}
    assert opened == PUBLIC


def test_an_account_alone_opens_no_admin_page(client, city, outsider):
    """A person who is not on the staff gets nothing in admin."""
    client.force_login(outsider)
    answers = {
        address: client.get(address).status_code
        for name, address in URLS
        if name.startswith("admin:")
    }
    assert len(answers) > 50
    assert {a: status for a, status in answers.items() if status not in (302, 403, 404)} == {}


@pytest.mark.parametrize("address", RESIDENTS)
def test_a_resident_gets_no_cookie(client, city, address):
    """No page for residents sets a cookie or varies with one."""
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", [*RESIDENTS, "/accounts/login/", "/admin/"])
def test_every_answer_is_locked_down(client, db, address):
    """CSP forbids everything but our own files; no frames, no sniffing, no address passed on."""
    response = client.get(address)
    parts = response["Content-Security-Policy"].split("; ")
    assert dict(part.split(" ", 1) for part in parts) == POLICY
    for name, value in HEADERS.items():
        assert response[name] == value
    kind = response.get("Content-Type", "text/html; charset=utf-8")  # a redirect has no text
    assert kind.endswith("; charset=utf-8") or kind in WITHOUT_CHARSET
    features = response["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(features)
    passkeys = "publickey-credentials-get=(self)"  # asked for by our own log-in
    assert passkeys in features
    assert all(feature.endswith("=()") for feature in features if feature != passkeys)


@pytest.mark.parametrize(
    "address", ["/", "/categories/work/", "/windows/", "/windows/?q=家賃", "/about/"]
)
def test_pages_for_residents_load_nothing_from_elsewhere(client, city, address):
    """No script but our own files, no inline style, and nothing fetched from another site."""
    page = client.get(address).content.decode()
    assert re.findall(r"<script.*", page) == [
        '<script src="/static/js/private.js"></script>',
        '<script src="/static/js/suggest.js" defer></script>',
        '<script src="/static/js/exit.js" defer></script>',
    ]
    page = page.replace('href="/opensearch.xml"', "")
    page = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', "", page)  # names, not fetched
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    assert not re.search(
        r'(?:src|<link(?! rel="canonical")[^>]*href|<use href)="(?!/static/)', page
    )


def test_public_pages_may_be_kept_for_a_minute_and_others_never(client, city, clerk):
    """A corrected number is everywhere a minute later; what needs a log-in is stored nowhere."""
    for address in ("/windows/", "/about/"):  # the second says nothing that changes with the hour
        public = client.get(address)["Cache-Control"]
        assert "public" in public
        assert int(re.search(r"max-age=(\d+)", public)[1]) <= 60
    client.force_login(clerk)
    for address in ("/admin/", "/accounts/login/", "/nothing-here"):
        assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put"])
def test_public_pages_only_read(client, city, method):
    """Nothing can be sent to a public page."""
    window = Window.objects.first()
    for address in ("/", "/windows/", window.get_absolute_url()):
        assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("who", ["resident", "outsider", "clerk", "administrator"])
def test_pages_of_libraries_that_nobody_needs_are_closed(client, request, db, who):
    """No person opens an account, takes an address or leaves out the password, in any role."""
    if who != "resident":
        client.force_login(request.getfixturevalue(who))
    swept = {name: address for name, address in URLS if name.startswith(("account_", "mfa_"))}
    assert set(swept) >= OF_LIBRARIES
    assert {"account_email", "account_signup", "account_set_password"} <= set(swept)
    answers = {
        name: {client.get(address).status_code, client.post(address).status_code}
        for name, address in swept.items()
        if name not in OF_LIBRARIES
    }
    assert {name: got for name, got in answers.items() if got != {404}} == {}


def test_admin_lists_neither_addresses_nor_factors_of_the_library(client, administrator):
    """An address counts as proved by a mail that was read, a factor by its codes."""
    client.force_login(administrator)
    for page in ("account/emailaddress/", "mfa/authenticator/"):
        assert client.get(f"/admin/{page}").status_code == 404


@pytest.mark.parametrize("page", ["password_change/", "password_change/done/"])
def test_admin_has_no_page_of_its_own_for_passwords(client, administrator, page):
    """There is one way to change a password: it asks for the old one and tells the owner."""
    client.force_login(administrator)
    for method in (client.get, client.post):
        assert method(f"/admin/{page}")["Location"] == "/accounts/password/change/"
    own = f"/admin/platform_members/user/{administrator.pk}/password/"
    sent = {"password1": "a quite long phrase", "password2": "a quite long phrase"}
    assert client.post(own, sent)["Location"] == "/accounts/password/change/"
    administrator.refresh_from_db()
    assert administrator.check_password("correct horse")


def test_https_is_demanded_and_remembered(client, city, settings):
    """In production plain http is redirected and https is remembered for a year."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    assert client.get("/windows/").status_code == 301
    secure = client.get("/windows/", secure=True)
    assert secure["Strict-Transport-Security"].startswith("max-age=31536000")
    assert client.get("/healthz").status_code == 200


def test_no_link_is_made_of_the_name_that_a_request_gives(client, city, settings):
    """Structured data and the browser's search lead to PORTAL_URL, whatever the Host header."""
    settings.ALLOWED_HOSTS, settings.PORTAL_URL = ["*"], "https://soudan.example.lg.jp"
    window = Window.objects.published().first().get_absolute_url()
    for address in (*RESIDENTS, window, "/accounts/login/", "/accounts/password/reset/"):
        answer = client.get(address, headers={"host": "evil.example"})
        assert "evil.example" not in answer.content.decode(), address
    assert f"https://soudan.example.lg.jp{window}" in client.get(window).content.decode()
    assert "https://soudan.example.lg.jp/" in client.get("/opensearch.xml").content.decode()


def test_every_form_needs_its_token_but_those_that_act_for_no_account(administrator):
    """No page elsewhere sends a form in a person's name."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    taken = {name for name, address in URLS if strict.post(address).status_code != 403}
    assert taken == WITHOUT_TOKEN


def test_an_insecure_form_is_explained(client, city):
    """A form without its token is refused in words that say what to do."""
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/accounts/login/", {"login": "a@example.jp", "password": "x"})
    assert response.status_code == 403
    assert "もう一度送ってください" in response.content.decode()
