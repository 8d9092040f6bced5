"""Pages of a list of windows, however long it is."""

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator

from directory.models.list_order import keys_beside
from directory.models.window_queryset import WindowQuerySet

# So many windows are counted off to find a page; one further back is read from its neighbour.
MAX_COUNTED_OFF = 1_000


class ListPage(Page):
    """One page of keys; `after` and `before` lead to neighbours that are not counted off."""

    paginator: "ListPaginator"

    def __init__(self, keys: list[int], number: int, paginator: "ListPaginator"):
        super().__init__(keys, number, paginator)
        self.after = keys[-1] if keys and paginator.is_far(number + 1) else None
        self.before = keys[0] if keys and paginator.is_far(number - 1) else None


class ListPaginator(Paginator):
    """Pages of windows in list order, of which there are `count`."""

    def __init__(self, windows: WindowQuerySet, per_page: int, count: int):
        super().__init__(windows.values_list("pk", flat=True), per_page)
        self.windows = windows
        self.count = count

    def is_far(self, number: int) -> bool:
        """Whether more windows stand before a page than are counted off."""
        return (number - 1) * self.per_page >= MAX_COUNTED_OFF

    def page_beside(self, number: str | None, after: str | None, before: str | None) -> ListPage:
        """The page of a number, the first or the last where there is none such.

        One far back is that after or before a window; without that window it is the last that is
        counted off.
        """
        try:
            known = self.validate_number(number or "")
        except PageNotAnInteger:
            known = 1
        except EmptyPage:
            known = self.num_pages
        if self.is_far(known):
            key, most = after or before or "", self.per_page
            if key.isdecimal() and len(key) < 19:
                keys = keys_beside(self.windows, int(key), most, back=not after)
                if keys:
                    return ListPage(keys, known, self)
            known = MAX_COUNTED_OFF // self.per_page
        start = (known - 1) * self.per_page
        return ListPage(list(self.object_list[start : start + self.per_page]), known, self)
