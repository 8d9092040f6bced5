"""Members at their organisation's own page."""

import pytest

from platform_members.models import OutgoingMail
from tests.helpers.desk_pages import text
from tests.helpers.page_forms import sent


def organisation_page(organisation) -> str:
    """Where an organisation's own page is edited."""
    return f"/desk/organisations/{organisation.pk}/edit/"


def test_a_member_edits_the_organisations_own_page(members_page, organisation, reviewer):
    """Public at once; the staff are told what was changed; sending it again tells nothing."""
    address = organisation_page(organisation)
    form = {"activities": "居場所を\xa0ひらいています。", "small_steps": ["place"]}
    members_page.post(address, sent(members_page.get(address), phone="0596(21)5556", **form))
    organisation.refresh_from_db()
    assert organisation.activities == "居場所を ひらいています。"
    assert (organisation.small_steps, organisation.phone) == (["place"], "0596(21)5556")
    mail = OutgoingMail.objects.get(kind="organisation_changed")
    assert mail.to == reviewer.email
    assert "活動の内容" in mail.text
    assert "ウェブサイト" not in mail.text
    members_page.post(address, sent(members_page.get(address)))
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("phone", "12", "市外局番"),
        ("website", "javascript:alert(1)", "URL"),
        ("activities", "活" * 100_000, "2000"),
        ("kana", "あ\x00", "目に見えない文字"),
        ("small_steps", ["flying"], "選択"),
    ],
)
def test_bad_input_about_an_organisation_is_explained(
    members_page, organisation, field, value, complaint
):
    """Beside the field; nothing is saved, nothing typed is lost."""
    address = organisation_page(organisation)
    form = sent(members_page.get(address), email="asama@example.jp", **{field: value})
    answer = members_page.post(address, form)
    assert complaint in text(answer)
    assert sent(answer)["email"] == ["asama@example.jp"]
    organisation.refresh_from_db()
    assert organisation.email == ""


def test_only_what_the_organisation_may_say_is_taken(members_page, organisation):
    """Name, kind, trust, notes and membership are the staff's, whatever is posted."""
    before = type(organisation).objects.values().get(pk=organisation.pk)
    smuggled = {field.name: "1" for field in organisation._meta.get_fields()}
    address = organisation_page(organisation)
    keep = {name: None for name in ("areas", "small_steps")}
    declared = {"kana": "あさま", "activities": "", "phone": "", "email": "", "website": ""}
    form = sent(members_page.get(address), **smuggled | keep | declared)
    members_page.post(address, form)
    after = type(organisation).objects.values().get(pk=organisation.pk)
    assert {name for name in before if before[name] != after[name]} == {"kana", "revision"}


def test_two_tabs_at_an_organisations_page_meet(members_page, organisation):
    """The second is told once; staff's change in between counts too."""
    address = organisation_page(organisation)
    form = sent(members_page.get(address), kana="あさまの")
    type(organisation).objects.update(phone="0596-21-5556")
    answer = members_page.post(address, form)
    assert "ほかの人が先に保存しました" in text(answer)
    assert sent(answer)["kana"] == ["あさまの"]
    organisation.refresh_from_db()
    assert organisation.kana == ""
    members_page.post(address, sent(answer))
    organisation.refresh_from_db()
    assert organisation.kana == "あさまの"
