"""What staff have described, kept in the process for one version of the catalogue."""

from directory.catalogue import kept
from directory.models import DangerLine, SearchTerm


@kept
def search_terms() -> list[SearchTerm]:
    """The terms in use with their categories, in one order; a search reads every one of them."""
    return list(SearchTerm.objects.in_use().prefetch_related("categories"))


@kept
def danger_lines() -> list[DangerLine]:
    """The lines of all notices that residents may see, with windows and numbers, in order."""
    return list(DangerLine.objects.for_residents())
