"""Places in the order of lists, which an index finds without reading what stands before them."""

from django.db import models
from django.db.models.lookups import GreaterThan, LessThan

from directory.models.window_queryset import WindowQuerySet

# Several columns compared as one value.
ROW: dict = {"function": "ROW", "output_field": models.IntegerField()}


def keys_beside(windows: WindowQuerySet, key: int, most: int, *, back: bool) -> list[int]:
    """Keys of the first of some windows after one in list order, or of the last before it.

    None where that window is gone. List order is that of `WindowQuerySet.in_list_order`.
    """
    here = windows.model._base_manager.filter(pk=key).values_list("reachable", "order").first()
    if here is None:
        return []
    reachable, order = here
    place = models.Func(models.Value(order), models.Value(key), **ROW)
    compare = LessThan if back else GreaterThan
    beyond = compare(models.Func(models.F("order"), models.F("pk"), **ROW), place)
    parts = [windows.filter(beyond, reachable=reachable)]
    if reachable is not back:
        parts.append(windows.filter(reachable=back))
    keys: list[int] = []
    for part in parts:
        ordered = part.order_by("-order", "-pk") if back else part.order_by("order", "pk")
        keys += ordered.values_list("pk", flat=True)[: most - len(keys)]
    return keys[::-1] if back else keys
