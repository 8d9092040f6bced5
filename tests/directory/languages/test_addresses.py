"""Which public addresses are there in every language, and which are not, with the reason."""

import pytest

from directory.languages import offered
from directory.languages.addresses import in_every_language
from tests.test_access import HSDS, PUBLIC, URLS

# Every address that opens without a log-in and has no prefix of a language.
IN_JAPANESE = {
    "made in Japanese, as the booklet and the reports that it belongs to": {
        "directory:errata-pdf",
        "campaigns:results-csv",
        "campaigns:results-excel",
        "campaigns:report-pdf",
    },
    "data, whose words are those of the windows": {
        "directory:data-file",
        "directory:changes-feed",
        *(f"directory:hsds-{name}" for name in HSDS),
    },
    "read by browsers, robots and monitors, once for the whole site": {
        "directory:search-description",
        "directory:worker",
        "directory:manifest",
        "directory:robots",
        "directory:sitemap-index",
        "directory:sitemap-pages",
        "directory:sitemap-windows",
        "healthz",
        "readyz",
    },
    "behind a link of a mail or of the desk, which are in Japanese": {
        "platform_members:invitation-accept",
        "platform_members:invitation-unknown",
        "platform_members:verification-answer",
        "platform_members:verification-changes",
        "platform_members:verification-unknown",
        "platform_members:feed-view",
    },
    "for the city's organisations, whose desk is in Japanese": {
        "platform_members:application-add",
        "platform_members:application-sent",
    },
    "for staff and members, or open to no one": {
        name for name in PUBLIC if name.startswith(("account_", "mfa_"))
    },
}


@pytest.fixture(scope="module")
def translated() -> set[str]:
    """Names of addresses that are there in every language."""
    return {name for name, address in URLS if len(in_every_language(address)) == len(offered())}


def test_every_public_address_is_in_every_language_or_on_the_list(translated):
    """A new page for residents goes into `in_languages`; what stays Japanese says why."""
    assert PUBLIC - translated == set().union(*IN_JAPANESE.values())


def test_nothing_behind_the_log_in_is_in_several_languages(translated):
    """Desk and administration are in Japanese."""
    assert translated <= PUBLIC
