"""The platform's members, what they look after, and who may act for them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from directory.models import Window
from platform_members.models import Listing, Membership, Organisation
from tests.directory.test_loading import damage
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, WindowFactory
from tests.helpers.city import FIXTURES


@pytest.fixture
def organisation(db):
    """A member of the platform that looks after one window."""
    organisation = OrganisationFactory()
    Listing.objects.create(organisation=organisation, window=WindowFactory())
    return organisation


def test_the_citys_members_are_loaded_once(city):
    """23 members and the 8 windows that they run; a second run changes nothing."""
    call_command("load_organisations", FIXTURES, verbosity=0)
    Organisation.objects.filter(name="自治会").update(name="職員が直した名前")
    call_command("load_organisations", FIXTURES, verbosity=0)
    assert (Organisation.objects.count(), Listing.objects.count()) == (23, 8)
    assert Organisation.objects.filter(name="職員が直した名前").exists()


def test_a_register_in_use_is_left_alone(members):
    """With --only-if-empty a member that staff removed does not come back."""
    Organisation.objects.get(name="自治会").delete()
    call_command("load_organisations", FIXTURES, only_if_empty=True)
    assert Organisation.objects.count() == 22


@pytest.mark.parametrize(
    ("window", "organisation"),
    [
        ("伊勢市生活サポートセンター「あゆみ」", "伊勢市社会福祉協議会"),
        ("いせ若者就業サポートステーション", "NPO法人いせコンビニネット"),
        ("伊勢市福祉生活相談センター", "伊勢市健康福祉部 福祉生活相談センター"),
        ("よりそいホットライン", None),
    ],
)
def test_a_window_belongs_to_whoever_runs_it(members, window, organisation):
    """The provider that the source names looks after the window; outside bodies after none."""
    found = Organisation.objects.filter(listings__window__name=window).first()
    assert (found and found.name) == organisation


@pytest.mark.parametrize(
    ("file", "change", "named"),
    [
        ("organisations", {"kind": "company"}, "row 1, field kind"),
        ("organisations", {"website": "javascript:alert(1)"}, "row 1, field website"),
        ("organisations", {"name": "\x00"}, "row 1, field name"),
        ("organisations", {"small_steps": ["leap"]}, "row 1, field small_steps"),
        ("organisations", {"small_steps": 7}, "row 1"),
        ("organisations", {"colour": "red"}, "row 1, field colour"),
        ("listings", {"window": "7"}, "row 1, field window"),
        ("listings", {"organisation": "00000000-0000-0000-0000-000000000000"}, "organisation"),
    ],
)
def test_a_damaged_row_is_named_and_nothing_is_loaded(city, folder, file, change, named):
    """The file, the row and the field are named; nothing is half-loaded."""
    damage(folder, lambda rows: rows[0].update(change), f"{file}.json")
    with pytest.raises(CommandError, match=rf"{file}\.json, .*{named}.*Nothing was loaded"):
        call_command("load_organisations", folder, verbosity=0)
    assert not Organisation.objects.exists()


def test_two_spellings_are_named_when_they_are_loaded(city, capsys):
    """A clerk who loads a file is told which of the new names are like others."""
    OrganisationFactory(name="いせコンビネット")
    call_command("load_organisations", FIXTURES, verbosity=0)
    assert capsys.readouterr().err.splitlines() == [
        "NPO法人いせコンビニネット is like いせコンビネット: compare them."
    ]


def test_a_viewer_looks_and_an_editor_changes(organisation):
    """What a person may do depends on the role in that organisation alone."""
    editor = MembershipFactory(organisation=organisation).user
    viewer = MembershipFactory(organisation=organisation, role=Membership.Role.VIEWER).user
    stranger = MembershipFactory().user
    seen = [
        (
            Organisation.objects.viewable_by(user).contains(organisation),
            Organisation.objects.editable_by(user).contains(organisation),
            Listing.objects.viewable_by(user).count(),
            Listing.objects.editable_by(user).count(),
        )
        for user in (editor, viewer, stranger, AnonymousUser())
    ]
    assert seen == [
        (True, True, 1, 1),
        (True, False, 1, 0),
        (False, False, 0, 0),
        (False, False, 0, 0),
    ]


def test_one_person_may_act_for_several_organisations(db):
    """Editor here and viewer there, each as invited."""
    person = UserFactory()
    here = MembershipFactory(user=person).organisation
    there = MembershipFactory(user=person, role=Membership.Role.VIEWER).organisation
    assert set(Organisation.objects.viewable_by(person)) == {here, there}
    assert set(Organisation.objects.editable_by(person)) == {here}


def test_a_disabled_account_may_nothing(organisation):
    """Even with the membership still there, and with a user object from before."""
    editor = MembershipFactory(organisation=organisation).user
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    assert not Organisation.objects.viewable_by(editor).exists()
    assert not Listing.objects.editable_by(editor).exists()


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, False), (1, True)])
def test_who_acts_for_an_organisation_that_leaves_may_nothing_from_that_day(
    organisation, days, may
):
    """The day of leaving is the first day without."""
    editor = MembershipFactory(organisation=organisation).user
    organisation.left_on = timezone.localdate() + timedelta(days)
    organisation.save()
    assert Listing.objects.editable_by(editor).exists() == may
    assert Organisation.objects.viewable_by(editor).exists() == may


@pytest.mark.parametrize(
    ("joined_on", "left_on", "member"),
    [
        (None, None, True),
        (date(2026, 4, 1), None, True),
        (date(2026, 4, 2), None, False),
        (None, date(2026, 4, 1), False),
        (None, date(2026, 4, 2), True),
    ],
)
def test_membership_runs_from_joining_to_leaving(db, joined_on, left_on, member):
    """On 1 April 2026; an unknown day of joining is no obstacle."""
    organisation = OrganisationFactory(joined_on=joined_on, left_on=left_on)
    day = date(2026, 4, 1)
    assert Organisation.objects.members_on(day).exists() == member
    assert organisation.is_member_on(day) == member


def test_nobody_leaves_before_joining(db):
    """The database refuses it too."""
    with pytest.raises(IntegrityError):
        OrganisationFactory(joined_on=date(2026, 4, 1), left_on=date(2026, 3, 31))


def test_small_steps_stand_in_the_order_of_the_ladder(db):
    """However they were ticked, 居場所 comes before 雇用."""
    organisation = OrganisationFactory.build(small_steps=["job", "place", "trial"])
    organisation.full_clean()
    assert organisation.small_step_names == ["居場所", "就労体験", "雇用"]


@pytest.mark.parametrize("phone", ["12", "\x00", "9" * 30, "０５９６ー六三"])
def test_a_number_that_cannot_be_dialled_is_refused(db, phone):
    """A resident would tap it in vain."""
    with pytest.raises(ValidationError) as refusal:
        OrganisationFactory.build(phone=phone).full_clean()
    assert "phone" in refusal.value.message_dict


def test_a_window_is_looked_after_by_one_organisation(organisation):
    """Two organisations cannot both run a window."""
    with pytest.raises(IntegrityError):
        Listing.objects.create(window=Window.objects.get(), organisation=OrganisationFactory())
