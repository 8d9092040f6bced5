"""A closed year stays as it is, until a clerk opens it again."""

import pytest
from django.core.exceptions import ValidationError

from platform_members.models import (
    OutgoingMail,
    Programme,
)
from platform_members.rounds.actions import reopen_round
from platform_members.rounds.programme_actions import (
    YearClosed,
    answer_nothing,
    carry_over,
    remove_programme,
    save_programme,
)
from tests.factories import (
    ProgrammeFactory,
)
from tests.helpers.rounds import here


def test_a_closed_year_stays_as_it_is(closed, member, clerk, answer):
    """No action of any role changes anything."""
    organisation = closed.organisation
    new = Programme(organisation=organisation, fiscal_year=2026, name="新しい", kind="other")
    for by in (member, clerk):
        for act in (
            lambda by: save_programme(programme=new, seen=0, related={}, by=by),
            lambda by: save_programme(programme=closed, seen=1, related={}, by=by),
            lambda by: remove_programme(programme=closed, seen=1, by=by),
            lambda by: carry_over(answer=answer, by=by),
            lambda by: answer_nothing(answer=answer, by=by),
        ):
            with pytest.raises(YearClosed):
                act(by)
    assert list(Programme.objects.all()) == [closed]


def test_nothing_moves_into_or_out_of_a_closed_year(closed):
    """The model itself refuses, in admin too."""
    closed.fiscal_year = 2027
    with pytest.raises(ValidationError, match="締め切られています"):
        closed.full_clean()
    other = ProgrammeFactory(organisation=closed.organisation, fiscal_year=2027, name="別の事業")
    other.fiscal_year = 2026
    with pytest.raises(ValidationError, match="締め切られています"):
        other.full_clean()


def test_the_pages_of_a_closed_year_say_so(client, closed, member, answer):
    """What is sent in spite of that changes nothing."""
    client.force_login(member)
    page = client.get(here(answer)).content.decode()
    assert "締め切られた照会です" in page
    assert "事業を足す" not in page
    edit = f"/desk/programmes/{closed.pk}/edit/"
    page = client.post(edit, {"name": "別名", "kind": "other", "revision": "1"}, follow=True)
    assert "事業は変えられません" in page.content.decode()
    closed.refresh_from_db()
    assert closed.name != "別名"


def test_admin_only_reads_a_closed_year(client, closed, clerk):
    """And deletes nothing of it."""
    client.force_login(clerk)
    address = f"/admin/platform_members/programme/{closed.pk}"
    assert b'name="_save"' not in client.get(f"{address}/change/").content
    assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403


def test_a_clerk_opens_a_closed_year_again(client, clerk, closed, collection):
    """To have something corrected; what is closed cannot be closed again."""
    client.force_login(clerk)
    page = client.post(f"/desk/rounds/{collection.pk}/close/", follow=True).content.decode()
    assert "もう締め切られています" in page
    page = client.post(f"/desk/rounds/{collection.pk}/reopen/", follow=True).content.decode()
    assert "もう一度、回答を受け付けます。課・団体には、メールを送っていません。" in page
    assert not OutgoingMail.objects.exists()
    collection.refresh_from_db()
    assert collection.is_open
    closed.full_clean()
    client.post(f"/desk/rounds/{collection.pk}/close/")
    collection.refresh_from_db()
    assert (collection.status, collection.closed_by) == ("closed", clerk)
    reopen_round(collection=collection, by=clerk)
