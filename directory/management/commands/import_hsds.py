"""`manage.py import_hsds SOURCE --by EMAIL`: windows of another portal, for staff to look at."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from directory.exchange.hsds_run import read_hsds
from directory.models import Category, ImportRun


class Command(BaseCommand):
    """Read services of HSDS 3.1, 3.0 or 2.0 into an import that staff confirm in admin."""

    help = (
        "Read an HSDS file (JSON, ndjson), a folder or zip of CSV tables, or the address of a file"
        " or of another portal's /hsds/. Nothing is written before staff have confirmed it."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", help="a file, a folder, a zip, or an address")
        parser.add_argument("--by", required=True, help="e-mail of the clerk who confirms")
        parser.add_argument("--category", default="", help="slug for windows without one of ours")

    def handle(self, *, source: str, by: str, category: str, **options):
        person = get_user_model()._default_manager.filter(email=by, is_staff=True).first()
        if person is None:
            raise CommandError(f"There is no member of staff with the address {by}.")
        if category and not Category.objects.in_use().in_slugs([category]):
            raise CommandError(f"There is no category {category} in use.")
        run = read_hsds(source=source, by=person, category=category)
        for fault in run.faults:
            self.stderr.write(fault)
        if run.status == ImportRun.Status.REFUSED:
            raise CommandError("Nothing can be taken.")
        self.stdout.write(
            f"{run.new_count} new windows, {run.changed_count} changed, {run.unchanged_count} as"
            f" they are. Look at them and confirm: {run.get_absolute_url()}"
        )
