"""Data of the gap map: categories, programmes, organisations and their windows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from directory.models import Category, Window
from platform_members.models import Listing, Programme


@dataclass(frozen=True)
class Doer:
    """Organisation as the map counts it."""

    areas: frozenset[str]
    steps: frozenset[str]
    is_public: bool


@dataclass(frozen=True)
class Task:
    """Programme as the map counts it."""

    kind: str
    in_charge: int
    is_public: bool


@dataclass
class Work:
    """All that the map is made of, as keys: read once, counted many times."""

    categories: list[tuple[str, str]]  # slug and name
    window_counts: dict[str, int] = field(default_factory=dict)  # by slug
    programmes: dict[int, Task] = field(default_factory=dict)
    partners: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    programme_categories: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    # Published windows with each of their slugs, by programme and by organisation.
    programme_windows: dict[int, set[tuple]] = field(default_factory=lambda: defaultdict(set))
    looked_after: dict[int, set[tuple]] = field(default_factory=lambda: defaultdict(set))
    doers: dict[int, Doer] = field(default_factory=dict)

    def public(self) -> Work:
        """The same with only those programmes and organisations of which residents may know."""
        return replace(
            self,
            programmes={key: each for key, each in self.programmes.items() if each.is_public},
            doers={key: each for key, each in self.doers.items() if each.is_public},
        )

    @property
    def uncategorised_count(self) -> int:
        """How many programmes belong to no category yet."""
        return sum(not self.programme_categories.get(key) for key in self.programmes)

    def involved(self, programme: int) -> set[int]:
        """The organisations that run or share a programme, of those that the map counts."""
        in_charge = self.programmes[programme].in_charge
        return ({in_charge} | self.partners.get(programme, set())) & self.doers.keys()


def read_work(programmes, organisations) -> Work:
    """Read what the map is made of, of these programmes and organisations, in seven queries."""
    counted = Category.objects.with_window_counts()
    rows = counted.values_list("slug", "name", "window_count")  # type: ignore[misc]  # annotated
    categories = list(rows)
    work = Work([(slug, name) for slug, name, _count in categories])
    work.window_counts = {slug: count for slug, _name, count in categories}
    columns = ("pk", "kind", "organisation_id", "public")
    for key, *facts in programmes.order_by().values_list(*columns):
        work.programmes[key] = Task(*facts)
    names = programmes.values("pk").order_by()
    slugs = Programme.categories.through.objects.filter(programme__in=names)
    _gather(work.programme_categories, slugs.values_list("programme_id", "category__slug"))
    others = Programme.partners.through.objects.filter(programme__in=names)
    _gather(work.partners, others.values_list("programme_id", "organisation_id"))
    published = Window.objects.published().values("pk").order_by()
    window = ("window_id", "window__categories__slug")
    named = Programme.windows.through.objects.filter(programme__in=names, window__in=published)
    _gather(work.programme_windows, named.values_list("programme_id", *window))
    listed = Listing.objects.filter(window__in=published).order_by()
    _gather(work.looked_after, listed.values_list("organisation_id", *window))
    columns = ("pk", "areas", "small_steps", "published")
    for key, areas, steps, published in organisations.order_by().values_list(*columns):
        work.doers[key] = Doer(frozenset(areas), frozenset(steps), published)
    return work


def _gather(into: dict, pairs: Iterable[tuple]) -> None:
    """Collect by the first of each; of pairs the second alone, of more the rest as they are."""
    for key, *rest in pairs:
        if None not in rest:
            into[key].add(rest[0] if len(rest) == 1 else tuple(rest))
