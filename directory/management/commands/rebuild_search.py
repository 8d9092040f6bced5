"""`manage.py rebuild_search`: write the search documents of all windows again."""

from django.core.management.base import BaseCommand
from django.db import transaction

from directory import catalogue
from directory.models import SearchTerm, Window
from directory.search.index import index_windows


class Command(BaseCommand):
    """Write all search documents anew, and the folded wordings of all search terms.

    For after an update of the portal or of the dictionary.
    """

    help = "Write the search documents of all windows and the wordings of all phrases anew."

    @transaction.atomic
    def handle(self, **options):
        terms = list(SearchTerm.objects.all())
        for term in terms:
            term.fold_wordings()
        SearchTerm.objects.bulk_update(terms, ["needles", "starts"], batch_size=500)
        windows = Window.objects.order_by("pk").prefetch_related("phones")
        count = index_windows(windows.iterator(chunk_size=1000))
        catalogue.announce()
        self.stdout.write(f"Search knows {count} windows and {len(terms)} phrases.")
