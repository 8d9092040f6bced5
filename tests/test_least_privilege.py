"""What 広報 and 閲覧 read nowhere: staff's notes, confidential places, drafts."""

import io
import zipfile
from html import unescape

import pytest
from django.test import Client

from campaigns.models import Campaign
from directory.changes import change_windows, keep_first_versions
from directory.models import AuditEntry, Window, WindowVersion
from platform_members.models import Meeting, Organisation, Programme
from tests.factories import WindowFactory
from tests.helpers.sweeping import SLOW
from tests.helpers.world import addresses, make_world

NOTE, PLACE, DRAFT = "かなりやのメモ", "かなりや町一丁目", "かなりやの下書き"
OF_CAMPAIGN = "かなりやの広報の記録"  # kept by 広報
LIST = "/admin/directory/window/"


@pytest.fixture
def places(administrator):
    """The address of every page, with secrets in the rows that they show."""
    world = make_world(administrator)
    window = world.rows["window"]
    window.status = Window.Status.PUBLISHED
    window.confidential_location, window.address, window.place_note = True, PLACE, PLACE
    window.save()
    change_windows(
        changes=[(window, {"note": NOTE, "address": f"{PLACE}2番地"})],
        by=administrator,
        how=WindowVersion.How.EDITED,
    )
    draft = WindowFactory(
        subject=DRAFT,
        name=DRAFT,
        provider=DRAFT,
        status=Window.Status.DRAFT,
        published_at=None,
    )
    keep_first_versions(Window.objects.filter(pk=draft.pk))
    for model in (Meeting, Organisation, Programme):
        model.objects.update(note=NOTE)
    Campaign.objects.update(note=OF_CAMPAIGN)
    found = addresses(world)
    for name in ("change", "history", "delete"):
        found[f"draft {name}"] = f"{LIST}{draft.pk}/{name}/"
    found["all"] = f"{LIST}?q={DRAFT}"
    found["autocomplete"] = (
        "/admin/autocomplete/?app_label=campaigns&model_name=kpi&field_name=window"
        f"&term={DRAFT[:4]}"
    )
    for kind in ("xlsx", "csv"):
        found[f"export {kind}"] = f"{LIST}export/{kind}/"
        found[f"every {kind}"] = f"{LIST}export/{kind}/all/"
    return found


def words_in(answer) -> str:
    """The text of an answer, also of a file that is packed."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(map(archive.read, archive.namelist()))
    return unescape(content.decode(errors="replace"))


@pytest.mark.parametrize(
    ("role", "secrets"),
    [("publicist", [NOTE, PLACE, DRAFT]), ("reader", [NOTE, PLACE, DRAFT, OF_CAMPAIGN])],
)
def test_no_page_and_no_file_shows_them(role, secrets, places, request):
    """Every address of the portal, the exports and suggestions of the list among them."""
    client = Client()
    client.force_login(request.getfixturevalue(role))
    seen = [
        (name, secret)
        for name, address in places.items()
        if name not in SLOW
        for text in [words_in(client.get(address))]
        for secret in secrets
        if secret in text.replace(f'value="{DRAFT}"', "")
    ]
    assert seen == [], seen


def test_the_welfare_centre_reads_and_exports_all(places, clerk):
    """The control: the same sweep finds them where they may be read."""
    client = Client()
    client.force_login(clerk)
    found = {
        secret: {
            name
            for name in (
                "admin:directory_window_change",
                "every xlsx",
                "every csv",
                "all",
            )
            if secret in words_in(client.get(places[name]))
        }
        for secret in (NOTE, PLACE, DRAFT)
    }
    assert found[NOTE] == found[PLACE] >= {"admin:directory_window_change", "every csv"}
    assert found[DRAFT] >= {"all", "every xlsx", "every csv"}


def test_every_export_is_noted_with_who_what_and_how_many(places, reader, clerk, administrator):
    """From the list, by an action, and of the year's programmes; the administrator reads it."""
    client = Client()
    client.force_login(reader)
    client.get(places["export csv"])
    client.get(places["platform_members:programme-export"])
    client.force_login(clerk)
    chosen = list(Window.objects.values_list("pk", flat=True)[:2])
    client.post(LIST, {"action": "export_excel", "_selected_action": chosen})
    exports = AuditEntry.objects.filter(kind=AuditEntry.Kind.EXPORT)
    noted = list(exports.order_by("pk").values_list("who", "rows"))[1:]
    assert [who for who, _rows in noted] == ["reader@example.jp"] * 2 + ["clerk@example.jp"]
    assert noted[2][1] == 2
    page = "/admin/directory/auditentry/"
    assert client.get(page).status_code == 403
    client.force_login(administrator)
    assert "clerk@example.jp" in client.get(page).content.decode()
    assert client.post(f"{page}add/").status_code == 403
