"""History begins with what each window says now, so that its first change can be undone."""

from datetime import date
from decimal import Decimal

from django.db import migrations
from django.utils import timezone

FIELDS = (
    "subject name kana description eligibility cost provider channels languages website email"
    " reservation urgent opens_on_holidays closes_at_year_end shifted_closing_days hours_override"
    " address place_note confidential_location latitude longitude order verification_months"
    " verification_email note source source_date"
).split()
ROWS = {
    "phones": ("phones", "kind label printed"),
    "hours": (
        "hours_rules",
        "weekdays nth_weeks opens closes on_holidays by_reservation tentative label valid_from"
        " valid_until",
    ),
    "exceptions": ("hours_exceptions", "first_day last_day spans note"),
}


def plain(row, names):
    values = {name: getattr(row, name) for name in names}
    for name, value in values.items():
        if isinstance(value, date):
            values[name] = value.isoformat()
        elif isinstance(value, Decimal):
            values[name] = f"{value:.6f}"
    return values


def facts_of(window):
    facts = plain(window, FIELDS)
    facts["categories"] = [category.slug for category in window.categories.all()]
    for name, (related, fields) in ROWS.items():
        facts[name] = [plain(row, fields.split()) for row in getattr(window, related).all()]
    return facts


def keep_first_versions(apps, schema_editor):
    Window = apps.get_model("directory", "Window")
    WindowVersion = apps.get_model("directory", "WindowVersion")
    windows = Window.objects.prefetch_related(
        "categories", "phones", "hours_rules", "hours_exceptions"
    )
    now = timezone.now()
    WindowVersion.objects.bulk_create(
        (
            WindowVersion(
                window=window, made_at=now, how="loaded", status=window.status, facts=facts_of(window)
            )
            for window in windows.iterator(chunk_size=1000)
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_window_versions")]

    operations = [migrations.RunPython(keep_first_versions, migrations.RunPython.noop)]
