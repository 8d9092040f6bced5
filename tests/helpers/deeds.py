"""Undoing in tests: what a database holds, and the button of the last message."""

from django.apps import apps
from django.db import connection
from django.test import Client
from psycopg import sql

from directory.deeds.rows import DERIVED
from tests.helpers.page_forms import posting_forms

# Where staff and members undo.
UNDOING = ("/admin/undo/", "/desk/undo/")
OURS = ("directory", "platform_members", "campaigns")
# History, what counts or derives, and previews: an undone deed leaves its traces there.
HISTORY = {
    "campaigns.Drawing",
    "directory.AuditEntry",
    "directory.Call",
    "directory.CatalogueVersion",
    "directory.Deed",
    "directory.DeedRow",
    "directory.HoursInterval",
    "directory.HoursPattern",
    "directory.NightlyJob",
    "directory.Task",
    "directory.WindowSearch",
    "directory.WindowTally",
    "directory.WindowVersion",
    "platform_members.Attempt",
    "platform_members.OutgoingMail",
    "platform_members.SheetUpload",
}
COUNTED = [*DERIVED, "last_login"]


def content() -> dict[str, list]:
    """Every row of every table of ours but history, without what is counted."""
    found = {}
    models = [m for app in OURS for m in apps.get_app_config(app).get_models(True)]
    with connection.cursor() as cursor:
        for model in models:
            if model._meta.label in HISTORY:
                continue
            query = sql.SQL("SELECT (to_jsonb(t) - %s::text[])::text FROM {} t ORDER BY 1")
            cursor.execute(query.format(sql.Identifier(model._meta.db_table)), [COUNTED])
            found[model._meta.label] = [row for (row,) in cursor.fetchall()]
    return found


def undo_button(page) -> str:
    """The address of a page's first button 元に戻す, that of what was done last."""
    forms = posting_forms(page, "/")
    return next(form.address for form in forms if form.address.startswith(UNDOING))


def undo(client: Client, page):
    """Press the button that a page shows; the page that follows."""
    button = undo_button(page)
    return client.post(button, {"next": button.partition("undo/")[0]}, follow=True)
