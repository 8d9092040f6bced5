"""The subjects under which the booklet groups its windows."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.concurrency import Revised
from directory.models.window_tally import WindowTally
from directory.number_fields import SmallNumberField
from directory.out_of_use import MAX_NAMED, Retirable, RetirableQuerySet
from directory.text.printable import validate_printable


class CategoryQuerySet(RetirableQuerySet["Category"]):
    """Categories, in the booklet's order."""

    def with_window_counts(self) -> Self:
        """Those in use, with `window_count`: how many windows a resident can reach in each.

        The window for unsure residents belongs to all categories and counts in none.
        """
        own = WindowTally.objects.of_category(OuterRef("pk")).published().reachable()
        total = own.values("category").annotate(total=Sum("number")).values("total")
        general = self.model.windows.through.objects.filter(
            category=OuterRef("pk"),
            window__uid=settings.GENERAL_WINDOW_UID,
            window__status="published",
            window__reachable=True,
        )
        counted = Coalesce(Subquery(total), 0) - Cast(Exists(general), IntegerField())
        return self.in_use().annotate(window_count=counted).order_by("order")

    def in_slugs(self, slugs: Iterable[str]) -> Self:
        """Those with these slugs."""
        return self.filter(slug__in=slugs)

    def names_by_slug(self) -> dict[str, str]:
        """What each is called, in one query."""
        return dict(self.values_list("slug", "name"))


class Category(Retirable, Revised):
    """A subject (分野), known by the same colour, pictogram and words on screen and paper."""

    class Mark(models.TextChoices):
        """A pictogram with its colour; never shown without the category's name."""

        HOUSE = "house", gettext_lazy("家と円（茶）")
        BRIEFCASE = "briefcase", gettext_lazy("かばん（青）")
        CHILD = "child", gettext_lazy("子ども（だいだい）")
        SCHOOL = "school", gettext_lazy("角帽（緑）")
        HEART = "heart", gettext_lazy("ハート（べに）")
        CANE = "cane", gettext_lazy("つえの人（紫）")
        WHEELCHAIR = "wheelchair", gettext_lazy("車いす（青緑）")
        PEOPLE = "people", gettext_lazy("ふたり（灰）")

    slug = models.SlugField(
        gettext_lazy("アドレス"),
        unique=True,
        help_text=gettext_lazy("ページのアドレスに使います。あとから変えられません。"),
    )
    name = models.CharField(
        gettext_lazy("分野名"), max_length=30, unique=True, validators=[validate_printable]
    )
    order = SmallNumberField(_("並び順"), unique=True)
    mark = models.CharField(_("マーク"), max_length=20, choices=Mark)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("分野")
        verbose_name_plural = gettext_lazy("分野")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """Name in the reader's language, where the catalogue has it."""
        return _(self.name)

    def why_it_must_stay(self) -> list[str | Promise]:
        """Reason to stay in use: published windows that are in no other category."""
        left = self.windows.published().only_in(self)
        if not left:
            return []
        text = _(
            "次の公開中の窓口は、この分野だけに入っています。先に、ほかの分野に入れてください：%s"
        )
        named = "、".join(map(str, left[:MAX_NAMED]))
        return [text % named, *([_("ほかにもあります。")] if len(left) > MAX_NAMED else [])]

    def what_follows(self) -> list[str | Promise]:
        """Consequences for the windows, phrases and programmes in it."""
        gone = _("この分野は、住民の画面・冊子・選択肢から消え、分野のページは開けなくなります。")
        return [gone, self._what_becomes_of_windows(), *self._what_becomes_of_terms()]

    def _what_becomes_of_windows(self) -> str:
        if count := self.windows.published().count():
            text = _("公開中の窓口%d件は、ほかの分野でだけ見つかります。窓口の内容は変わりません。")
            return text % count
        return _("この分野に入っている公開中の窓口は、ありません。")

    def _what_becomes_of_terms(self) -> list[str]:
        count = self.search_terms.count()
        text = _("困りごとのことば%d件は、この分野を案内しなくなります。")
        return [text % count] if count else []

    def get_absolute_url(self) -> str:
        return reverse("directory:category-view", args=[self.slug])
