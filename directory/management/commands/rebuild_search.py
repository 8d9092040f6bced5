"""`manage.py rebuild_search`: tell search everything about every window again."""

from django.core.management.base import BaseCommand
from django.db import transaction

from directory.indexing import index_windows
from directory.models import Window


class Command(BaseCommand):
    """Write all search documents anew: after an update of the portal or of the dictionary."""

    help = "Write the search documents of all windows anew."

    @transaction.atomic
    def handle(self, **options):
        windows = Window.objects.order_by("pk").prefetch_related("phones")
        count = index_windows(windows.iterator(chunk_size=1000))
        self.stdout.write(f"Search knows {count} windows.")
