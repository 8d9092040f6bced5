"""Forms that announce more than any page has: refused before anything of them is built."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.formsets import BaseFormSet

from tests.factories import RoundFactory
from tests.helpers.addresses import addresses
from tests.helpers.sweeping import browsers
from tests.helpers.world import make_world

WORDS = "受け取れない内容でした"


@pytest.fixture
def built(monkeypatch):
    """The formsets whose rows were built."""
    found = []
    real = BaseFormSet._construct_form

    def construct(self, number, **how):
        found.append((self.prefix, number))
        return real(self, number, **how)

    monkeypatch.setattr(BaseFormSet, "_construct_form", construct)
    return found


@pytest.mark.parametrize("count", ["2000", "201", " 2000", "+2000", "9" * 30])
@pytest.mark.parametrize("which", ["TOTAL_FORMS", "INITIAL_FORMS"])
def test_a_forged_count_of_rows_builds_none(administrator, built, which, count):
    """Every address of the portal, whatever table of rows it knows: 400 in words."""
    world = make_world(administrator)
    _resident, member, person = browsers(world)
    found = addresses(world)
    names = [
        "admin:directory_window_change",
        "admin:directory_window_add",
        "admin:campaigns_campaign_change",
        "admin:platform_members_organisation_change",
        "platform_members:listing-edit",
        "platform_members:listing-part",
    ]
    for name in names:
        client = member if name.startswith("platform") else person
        for prefix in ("phones", "hours", "hours_rules", "results", "listings"):
            answer = client.post(found[name], {f"{prefix}-{which}": count})
            assert (answer.status_code, WORDS in answer.content.decode()) == (400, True), name
    assert built == []


def test_a_form_with_too_many_fields_or_files_is_refused_in_words(clerk_client, db):
    """A thousand fields are the longest form; two hundred files twice the longest list."""
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert most == 1_000
    answer = clerk_client.post("/admin/directory/window/add/", {f"a{n}": "" for n in range(1_001)})
    assert (answer.status_code, WORDS in answer.content.decode()) == (400, True)
    files = {f"f{number}": SimpleUploadedFile("a.csv", b"a") for number in range(201)}
    answer = clerk_client.post("/admin/directory/window/import/", files)
    assert (answer.status_code, WORDS in answer.content.decode()) == (400, True)


def test_more_files_than_a_round_asks_for_are_told_in_the_form(client, member, organisation):
    """The sentence says how many there are and how many there may be."""

    collection = RoundFactory(asked=[organisation])
    client.force_login(member)
    files = [SimpleUploadedFile(f"{number}.csv", b"a") for number in range(101)]
    answer = client.post(f"/desk/rounds/{collection.pk}/upload/", {"files": files})
    assert (
        "ファイルが多すぎます（101個）。一度に100個までにしてください。" in answer.content.decode()
    )
