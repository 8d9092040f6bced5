"""Every row that people edit counts its changes, and every form of it asks for them."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection

from directory.admin.revisions import CARRIED
from directory.concurrency import Revised, RevisedForm
from tests.factories import CategoryFactory

OURS = ("directory", "platform_members", "campaigns")
REVISED = [model for model in apps.get_models() if issubclass(model, Revised)]
# Forms of admin that need no check, each with the reason.
UNCHECKED = {
    "directory.Window": "compares whole versions (directory/admin/windows/conflicts.py)",
}


@pytest.mark.django_db
def test_every_form_of_admin_has_the_check(rf, administrator):
    """A new page on which rows are changed has it, or stands above with a reason."""
    request = rf.get("/")
    request.user = administrator
    unchecked = set()
    for model, page in admin.site._registry.items():
        assert not page.list_editable, model  # a list carries no revisions along
        if page.has_change_permission(request) and model._meta.app_label in OURS:
            form = page.get_form(request, model(), change=True)
            editable = [name for name in form.base_fields if name not in CARRIED]
            if editable and not issubclass(form, RevisedForm):
                unchecked.add(model._meta.label)
    assert unchecked == set(UNCHECKED)


@pytest.mark.django_db
@pytest.mark.parametrize("model", REVISED, ids=lambda model: model._meta.label)
def test_the_database_counts_every_change(model):
    """Each such table has the trigger, so that no way of saving is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'count_revision'"
        )
        tables = {table for (table,) in cursor.fetchall()}
    assert model._meta.db_table in tables
    assert {each._meta.db_table for each in REVISED} == tables


@pytest.mark.django_db
def test_a_change_in_bulk_counts_as_well():
    """An update that knows nothing of revisions moves them."""
    category = CategoryFactory()
    type(category).objects.update(name="別の名")
    category.refresh_from_db()
    assert category.revision == 1
    category.revision = 0
    category.save()
    category.refresh_from_db()
    assert category.revision == 2
