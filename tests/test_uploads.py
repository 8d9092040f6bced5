"""Every upload of the three apps: a file that cannot be read is one sentence, never an error."""

import io
import zipfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Campaign, Kpi
from tests.factories import RoundFactory
from tests.helpers.workbooks import strict, workbook

BOOK = workbook([["日時", "議題"], ["2026/12/1", "相談"]])
UPLOADS = {
    "directory.admin.windows.exchange.UploadForm": ["/admin/directory/window/import/"],
    "campaigns.importing.forms.TableForm": [
        "/admin/campaigns/campaign/{campaign}/import/",
        "/admin/campaigns/kpi/{kpi}/import/",
    ],
    "platform_members.meetings.forms.MeetingsForm": ["/desk/meetings/import/"],
    "platform_members.rounds.forms.SheetsForm": ["/desk/rounds/{round}/upload/"],
}
ADDRESSES = [address for addresses in UPLOADS.values() for address in addresses]


def forms_with_files() -> set[str]:
    """The names of all our forms that take a file."""
    waiting, found = [forms.BaseForm], set()
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        fields = getattr(form, "base_fields", {}).values()
        if any(isinstance(field, forms.FileField) for field in fields):
            found.add(f"{form.__module__}.{form.__qualname__}")
    return {name for name in found if not name.startswith(("django.", "tests."))}


def without_sheets() -> bytes:
    """A workbook of charts only: its list of sheets is empty."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(file, "w") as new:
        for member in old.infolist():
            inside = old.read(member)
            if member.filename == "xl/workbook.xml":
                start, end = inside.index(b"<sheets>"), inside.index(b"</sheets>")
                inside = inside[:start] + b"<sheets>" + inside[end:]
            new.writestr(member, inside)
    return file.getvalue()


@pytest.fixture
def places(db, organisation) -> dict:
    """The rows that the addresses name."""
    campaign = Campaign.objects.create(
        title="次の動画", kind="video", starts_on="2024-01-01", ends_on="2024-02-01"
    )
    kpi = Kpi.objects.create(name="相談件数", kind=Kpi.Kind.CONSULTATIONS)
    collection = RoundFactory(asked=[organisation])
    return {"campaign": campaign.pk, "kpi": kpi.pk, "round": collection.pk}


def test_the_uploads_below_are_all_that_there_are(client, administrator):
    """A new form that takes a file is added here on purpose."""
    client.force_login(administrator)
    client.get("/admin/")  # loads every module that has a form
    assert forms_with_files() == set(UPLOADS)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (strict(BOOK), "ふつうの「Excelブック（.xlsx）」で保存し直してください。"),
        (without_sheets(), "表のあるシートがありません。"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "古い形のExcelファイル（.xls）です。"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "パスワードのかかったファイルです。",
        ),
        (BOOK[:2000], "Excelで開いて、保存し直してください。"),
    ],
    ids=["strict", "no sheet", "old", "locked", "cut off"],
)
def test_a_workbook_that_cannot_be_read_is_one_sentence(
    client, administrator, places, address, content, sentence
):
    """What it is and what to do, on the page that follows; the same words everywhere."""
    client.force_login(administrator)
    file = SimpleUploadedFile("表.xlsx", content)
    name = "files" if "rounds" in address else "file"
    sent = {name: file, "fiscal_year": "2026"}
    answer = client.post(address.format(**places), sent, follow=True)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
