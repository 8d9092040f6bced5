"""The staff's roles: what each may do, and that no role gives what it does not have."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from platform_members.accounts.roles import PUBLICITY, READERS, WELFARE_CENTRE
from platform_members.models import User
from tests.conftest import staff
from tests.factories import WindowFactory

USERS = "/admin/platform_members/user/"


def change(user: User) -> str:
    """Where an account is changed."""
    return f"{USERS}{user.pk}/change/"


def form(user: User, **changes) -> dict:
    """What a browser sends for an unchanged account."""
    return {
        "email": user.email,
        "name": user.name,
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk for group in user.groups.all()],
        "revision": User.objects.get(pk=user.pk).revision,
        **changes,
    }


@pytest.fixture
def publicist(db):
    """A member of the publicity office."""
    return staff("publicist@example.jp", "宮川 葵", PUBLICITY)


@pytest.fixture
def colleague(db):
    """Another clerk of the welfare centre."""
    return staff("colleague@example.jp", "小俣 健", WELFARE_CENTRE)


def test_each_role_may_do_what_it_is_for(clerk, reader, publicist, administrator):
    """The centre keeps everything, publicity and readers read; only administrators delete."""
    for may in ("directory.change_window", "platform_members.change_user", "directory.view_phone"):
        assert clerk.has_perm(may)
    for window_action, those in {
        "view": [clerk, reader, publicist, administrator],
        "change": [clerk, administrator],
        "delete": [administrator],
    }.items():
        everybody = [clerk, reader, publicist, administrator]
        may = [user for user in everybody if user.has_perm(f"directory.{window_action}_window")]
        assert may == those
    assert not publicist.has_perm("platform_members.view_user")
    assert reader.has_perm("platform_members.view_user")
    assert all(may.split(".")[1].startswith("view_") for may in rights(reader))


def rights(user: User) -> set[str]:
    """Everything that a person may do."""
    return user.get_all_permissions()


def test_every_migrate_puts_the_roles_right(clerk, reader):
    """What is missing comes back, what was added by hand goes, and twice is as once."""
    before = rights(clerk)
    Permission.objects.filter(codename="change_window").delete()
    Group.objects.get(name=READERS).permissions.set(Permission.objects.all())
    Group.objects.get(name=PUBLICITY).delete()
    for _time in range(2):
        call_command("migrate", verbosity=0)
        assert rights(User.objects.get(pk=clerk.pk)) == before
        assert not User.objects.get(pk=reader.pk).has_perm("directory.change_window")
        assert Group.objects.filter(name=PUBLICITY).count() == 1


def test_a_clerk_retires_a_window_and_cannot_delete_it(client, clerk, administrator):
    """Deleting needs the administrator."""
    window = WindowFactory()
    address = f"/admin/directory/window/{window.pk}/delete/"
    client.force_login(clerk)
    assert client.post(address, {"post": "yes"}).status_code == 403
    client.force_login(administrator)
    assert client.post(address, {"post": "yes"}).status_code == 302


def test_a_reader_looks_and_changes_nothing(client, reader):
    """Pages open without a button to save, and what is sent is refused."""
    window = WindowFactory()
    client.force_login(reader)
    for address in ("/admin/", "/admin/directory/window/", USERS):
        assert client.get(address).status_code == 200
    address = f"/admin/directory/window/{window.pk}/change/"
    assert 'name="_save"' not in client.get(address).content.decode()
    assert client.post(address, {"subject": "別の相談"}).status_code == 403
    assert client.get(f"{USERS}add/").status_code == 403


@pytest.mark.parametrize("whom", ["clerk", "colleague"])
def test_a_clerk_makes_nobody_an_administrator(client, request, clerk, whom):
    """Neither themselves nor a colleague, whatever the browser sends."""
    person = request.getfixturevalue(whom)
    client.force_login(clerk)
    assert 'name="is_superuser"' not in client.get(change(person)).content.decode()
    client.post(change(person), form(person, name="改名", is_superuser="on"))
    person.refresh_from_db()
    assert person.name == "改名"
    assert not person.is_superuser


def test_a_clerk_gives_no_group_that_they_are_not_in(client, clerk, colleague):
    """The others are not offered; sent all the same they are refused, and nothing is saved."""
    publicity = Group.objects.get(name=PUBLICITY)
    client.force_login(clerk)
    assert PUBLICITY not in client.get(change(colleague)).content.decode()
    response = client.post(change(colleague), form(colleague, name="改名", groups=[publicity.pk]))
    assert response.status_code == 200
    colleague.refresh_from_db()
    assert colleague.name != "改名"
    assert [group.name for group in colleague.groups.all()] == [WELFARE_CENTRE]


def test_a_clerk_leaves_a_reader_what_they_have(client, clerk, reader):
    """Correcting a name does not take away a group that the clerk is not in."""
    client.force_login(clerk)
    assert client.post(change(reader), form(reader, name="改名")).status_code == 302
    reader.refresh_from_db()
    assert reader.name == "改名"
    assert [group.name for group in reader.groups.all()] == [READERS]


def test_a_clerk_does_not_touch_an_administrator(client, clerk, administrator):
    """Neither their facts nor their password, by which one could log in as them."""
    client.force_login(clerk)
    assert client.post(change(administrator), form(administrator, name="改名")).status_code == 403
    password = {"password1": "a long enough phrase", "password2": "a long enough phrase"}
    address = f"{USERS}{administrator.pk}/password/"
    assert client.post(address, password | {"usable_password": "true"}).status_code == 403
    administrator.refresh_from_db()
    assert administrator.name != "改名"
    assert administrator.check_password("correct horse")


def test_nobody_looks_after_an_account_that_may_do_more(clerk, reader, colleague):
    """A right given singly counts like one from a group."""
    assert clerk.may_look_after(reader)
    assert clerk.may_look_after(colleague)
    colleague.user_permissions.add(Permission.objects.get(codename="delete_window"))
    assert not clerk.may_look_after(User.objects.get(pk=colleague.pk))
