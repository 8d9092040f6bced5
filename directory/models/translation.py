"""Translations of windows' own texts, written or approved by people, one fact at a time."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import JSONObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.facts.schema import TRANSLATABLE
from directory.languages import WRITTEN, current
from directory.languages.markup import is_untranslated
from directory.models.window import Window
from directory.models.window_queryset import WindowQuerySet
from directory.text.printable import validate_printable


class TranslationQuerySet(models.QuerySet["Translation"]):
    """Translations."""

    def as_json(self, code: str) -> models.QuerySet:
        """Those into a language of the window of an outer query, as plain values."""
        return self.filter(window=models.OuterRef("pk"), language=code).values(
            json=JSONObject(fact="fact", source="source", text="text")
        )


class Translation(Revised):
    """One text of a window in one language; it counts while the Japanese is still the same."""

    LANGUAGES = tuple((code, each.name) for code, each in WRITTEN.items() if each.prefix)

    window = models.ForeignKey(
        Window, models.CASCADE, related_name="translations", verbose_name=_("相談窓口")
    )
    language = models.CharField(_("言語"), max_length=5, choices=LANGUAGES)
    fact = models.CharField(_("項目"), max_length=30)
    source = models.TextField(_("訳したときの日本語"), editable=False)
    text = models.TextField(_("訳"), max_length=3000, blank=True, validators=[validate_printable])

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("窓口の文の訳")
        constraints = [
            models.UniqueConstraint(
                fields=["window", "language", "fact"], name="translation_once_a_fact"
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def clean(self) -> None:
        """Refuse easy Japanese with a kanji that has no reading."""
        language = WRITTEN[self.language]
        if language.is_easy and is_untranslated(self.text, language):
            text = _("すべての漢字に、よみを《》で付けてください（例：相談《そうだん》）。")
            raise ValidationError({"text": text})

    @property
    def is_outdated(self) -> bool:
        """Whether the Japanese has changed since, so that readers see it instead."""
        return bool(self.pk) and self.source != getattr(self.window, self.fact)


def with_translations(windows: WindowQuerySet) -> WindowQuerySet:
    """Windows with the translations into the language of this request, for `translated`."""
    if not current().prefix:
        return windows
    return windows.annotate(
        translations_here=ArraySubquery(Translation.objects.as_json(current().code))
    )


def translated(window: Window) -> Window:
    """A window, its own words in the language of this request where people have translated them.

    A translation, like an entry of the catalogue, counts for the Japanese that it was made of: a
    text that has changed since is untranslated again.
    """
    if current().prefix:
        rows: list[dict[str, str]] = window.__dict__.pop("translations_here")
        staffs = {(row["fact"], row["source"]): row["text"] for row in rows}
        for name in TRANSLATABLE:
            if text := getattr(window, name):
                setattr(window, name, staffs.get((name, text)) or gettext(text))
    return window
