"""Search terms (困りごとのことば): wordings of residents, and what they lead to."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.models.category import Category
from directory.models.window import Window
from directory.number_fields import SmallNumberField
from directory.out_of_use import Retirable, RetirableQuerySet
from directory.search import danger as danger_rules
from directory.search.text.phrases import Phrase, needle, occurring
from directory.search.text.query import Query
from directory.text.normalise import fold


@lru_cache(maxsize=4096)
def kinds_of_phrase(phrase: str) -> frozenset[danger_rules.Kind]:
    """The kinds of danger in a phrase of the staff's, kept: a search asks it of every phrase."""
    return frozenset(danger_rules.kinds(phrase))


class SearchTerm(Retirable, Revised):
    """Trouble in residents' words, with the words, windows or categories that answer it."""

    class Danger(models.TextChoices):
        """When the round-the-clock lines stand above the results."""

        NONE = "none", _("出さない")
        ANYWHERE = "anywhere", _("この言葉があれば出す")
        ALONE = "alone", _("この言葉だけで検索されたときに出す")
        QUIET = "quiet", _("この言葉の中の危険なことばを、危険と読まない")

    WARNING = (Danger.ANYWHERE, Danger.ALONE)

    class Elsewhere(models.TextChoices):
        """Where a question belongs that no window answers."""

        NOWHERE = "", _("窓口を案内する")
        BOOKLET = "booklet", _("冊子（PDF）を案内する")
        CITY_HALL = "city_hall", _("市役所の代表とホームページを案内する")

    phrase = models.CharField(
        _("ことば"),
        max_length=50,
        unique=True,
        help_text=_("住民が使うことばで書きます（例：家賃が払えない）。検索の候補にも出ます。"),
    )
    variants = ArrayField(
        models.CharField(max_length=50),
        verbose_name=_("言いかえ"),
        default=list,
        blank=True,
        help_text=_(
            "1行に1つずつ。「家賃が払え」のように、ことばの変わらない部分だけを書くと、よく見つかり"
            "ます。空白で区切ると、全部がそろったときに見つかります。"
        ),
    )
    words = ArrayField(
        models.CharField(max_length=50),
        verbose_name=_("窓口のことば"),
        default=list,
        blank=True,
        help_text=_("1行に1つずつ。窓口の案内に出てくることばです（例：多重債務）。"),
    )
    windows = models.ManyToManyField(
        Window, through="SearchTermWindow", related_name="+", verbose_name=_("案内する窓口")
    )
    categories = models.ManyToManyField(
        Category, related_name="search_terms", blank=True, verbose_name=_("近い分野")
    )
    danger = models.CharField(
        _("緊急の電話を上に出す"),
        max_length=10,
        choices=Danger,
        default=Danger.NONE,
        help_text=_(
            "危険なことばの多くは、ここに書かなくても読みとります（「危険の読みかた」の表）。表に足りない"
            "ことば、表が読みまちがえることばだけを選びます。"
        ),
    )
    general = models.BooleanField(
        _("おおまかなことば"),
        default=False,
        help_text=_("「つらい」「助けて」のように、ほかのことばがあれば後まわしにするものです。"),
    )
    elsewhere = models.CharField(
        _("窓口のほかに案内するところ"),
        max_length=10,
        choices=Elsewhere,
        default=Elsewhere.NOWHERE,
        blank=True,
        help_text=_("「ごみの日」のように、相談窓口ではないことをたずねることばに使います。"),
    )
    # Written by clean() from the wordings: in the one spelling, and the first part of each.
    needles = ArrayField(models.CharField(max_length=200), default=list, editable=False)
    starts = ArrayField(models.CharField(max_length=200), default=list, editable=False)

    objects = RetirableQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("困りごとのことば")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        """Fold the wordings; one without any letter would be found in everything."""
        for field in ("variants", "words"):
            for text in getattr(self, field):
                if not fold(text):
                    raise ValidationError(
                        {field: _("「%(text)s」には文字がありません。") % {"text": text}}
                    )
        if not fold(self.phrase):
            raise ValidationError({"phrase": _("文字で書いてください。")})
        self.fold_wordings()

    def fold_wordings(self) -> None:
        """Derive `needles` and `starts` from the wordings. Not saved."""
        self.needles = list(dict.fromkeys(needle(text) for text in [self.phrase, *self.variants]))
        self.starts = list(dict.fromkeys(text.split()[0] for text in self.needles))

    def what_follows(self) -> list[str | Promise]:
        """Consequence: the search does not use it any more."""
        return [_("検索も候補も、このことばを知らなくなります。")]

    def as_phrase(self) -> Phrase:
        """Plain value by which the search recognises it."""
        return Phrase(self.pk, tuple(self.needles), self.general)

    @property
    def dangers(self) -> frozenset[danger_rules.Kind]:
        """The kinds of danger that the rules read in the phrase itself."""
        return kinds_of_phrase(self.phrase)

    @property
    def is_harmless(self) -> bool:
        """Whether it may be offered to a person who did not type it."""
        return self.danger not in self.WARNING and not self.dangers

    def may_occur_in(self, query: Query) -> bool:
        """Whether a question holds a beginning of it; `search.text.phrases` tells exactly."""
        return any(map(query.joined.__contains__, self.starts))

    def begins_with(self, word: str) -> bool:
        """Whether one of its wordings begins with a folded word."""
        return any(needle.startswith(word) for needle in self.needles)

    def warns(self, query: Query) -> bool:
        """Whether one of its wordings in a question tells of danger because staff have said so.

        Wordings that the rules know are left to them: they tell しにたい from 虫にたいへん.
        """
        if self.danger not in self.WARNING:
            return False
        unread = tuple(text for text in self.needles if not kinds_of_phrase(text))
        if self.danger == self.Danger.ALONE:
            return any(map(query.says_only, unread))
        return bool(occurring(query.folded, [Phrase(self.pk, unread)]))


class SearchTermWindow(models.Model):
    """A window that a search term leads to, in its place."""

    term = models.ForeignKey(SearchTerm, models.CASCADE, verbose_name=_("困りごとのことば"))
    window = models.ForeignKey(Window, models.CASCADE, related_name="+", verbose_name=_("相談窓口"))
    order = SmallNumberField(_("並び順"), default=0, help_text=_("小さいほど先に出ます。"))

    class Meta:
        verbose_name = verbose_name_plural = _("案内する窓口")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "window"],
                name="search_term_leads_to_a_window_once",
                violation_error_message=_("同じ窓口が2回入っています。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.window)
