"""案内の質問: questions that lead a resident to windows, their answers, and what these name."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.fields import ChoicesField
from directory.models.category import Category
from directory.models.danger_line import DangerKind
from directory.models.window import Window
from directory.number_fields import SmallNumberField
from directory.out_of_use import Retirable, RetirableQuerySet
from directory.text.printable import validate_printable


class FinderQuestion(Retirable, Revised):
    """A question of the finder; the first in use, in order, is asked first."""

    text = models.CharField(_("質問"), max_length=60, unique=True, validators=[validate_printable])
    hint = models.CharField(
        _("質問の下の文"),
        max_length=120,
        blank=True,
        default="",
        validators=[validate_printable],
        help_text=_("質問をわかりやすくする短い文です。なくてもかまいません。"),
    )
    order = SmallNumberField(
        _("並び順"),
        default=0,
        help_text=_("いちばん小さい質問から始まります。次の質問は、答えごとに決めます。"),
    )

    objects = RetirableQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("案内の質問")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    def what_follows(self) -> list[str | Promise]:
        """Consequence: it is asked no more; answers that led to it lead to windows at once."""
        return [_("この質問はたずねなくなります。この質問に進む答えは、すぐに窓口を案内します。")]


class FinderAnswerQuerySet(RetirableQuerySet["FinderAnswer"]):
    """Answers to the finder's questions."""

    def to_ask(self) -> Self:
        """Those in use, to questions in use, with all that they name."""
        named = FinderAnswerWindow.objects.order_by("order", "pk")
        return (
            self.in_use()
            .filter(question__retired_at=None)
            .prefetch_related("categories", Prefetch("finderanswerwindow_set", queryset=named))
            .order_by("order", "pk")
        )


class FinderAnswer(Retirable, Revised):
    """An answer to a question: what is asked next, and the windows that it speaks for."""

    class Way(models.TextChoices):
        """How a person wants to talk."""

        ANY = "", _("聞かない・どれでもよい")
        TELEPHONE = "telephone", _("電話で")
        VISIT = "visit", _("会って")
        WITHOUT_TELEPHONE = "no_phone", _("電話をしないで")
        WRITING = "writing", _("文字で")

    question = models.ForeignKey(
        FinderQuestion, models.PROTECT, related_name="answers", verbose_name=_("質問")
    )
    text = models.CharField(_("答え"), max_length=40, validators=[validate_printable])
    order = SmallNumberField(_("並び順"), default=0, help_text=_("小さいほど上に出ます。"))
    leads_to = models.ForeignKey(
        FinderQuestion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("次の質問"),
        help_text=_("空けておくと、ここで窓口を案内します。"),
    )
    dangers = ChoicesField(
        models.CharField(max_length=10, choices=DangerKind),
        verbose_name=_("この答えが知らせる危険"),
        default=list,
        blank=True,
        help_text=_("選ぶと、次の質問をせずに、「緊急の知らせの窓口」をすぐに案内します。"),
    )
    way = models.CharField(
        _("相談のしかた"), max_length=10, choices=Way, default=Way.ANY, blank=True
    )
    open_first = models.BooleanField(_("いま受付中の窓口を先に案内する"), default=False)
    categories = models.ManyToManyField(
        Category,
        related_name="+",
        blank=True,
        verbose_name=_("分野"),
        help_text=_("下の窓口が少ないとき、この分野の窓口をおぎないます。"),
    )
    windows = models.ManyToManyField(
        Window, through="FinderAnswerWindow", related_name="+", verbose_name=_("案内する窓口")
    )

    objects = FinderAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("案内の答え")
        ordering = ["question", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "text"],
                name="finder_answer_once_a_question",
                violation_error_message=_("この質問には、この答えがもうあります。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}：{self.text}"

    def clean(self) -> None:
        """Refuse a way that comes back to the question itself: it would never end."""
        if self.question_id and self.leads_to_id in _asked_on_the_way_to(self.question_id):
            raise ValidationError({"leads_to": _("この質問を選ぶと、同じ質問に戻ってしまいます。")})

    def what_follows(self) -> list[str | Promise]:
        """Consequence: it is offered no more."""
        return [_("この答えは選べなくなります。先の質問は、ほかの答えからだけ進めます。")]


def _asked_on_the_way_to(question: int) -> set[int]:
    """A question and all those from which answers lead to it."""
    leads = set(
        FinderAnswer.objects.exclude(leads_to=None).values_list("question_id", "leads_to_id")
    )
    found, before = {question}, set[int]()
    while found != before:
        before = found
        found = found | {asked for asked, following in leads if following in found}
    return found


class FinderAnswerWindow(models.Model):
    """A window that an answer leads to, in its place, and why."""

    answer = models.ForeignKey(FinderAnswer, models.CASCADE, verbose_name=_("案内の答え"))
    window = models.ForeignKey(Window, models.CASCADE, related_name="+", verbose_name=_("相談窓口"))
    reason = models.CharField(
        _("案内する理由"),
        max_length=60,
        blank=True,
        default="",
        validators=[validate_printable],
        help_text=_(
            "住民が読む短い文です。確かめたことだけを書きます。空けておくと、答えから作ります。"
        ),
    )
    order = SmallNumberField(_("並び順"), default=0, help_text=_("小さいほど先に出ます。"))

    class Meta:
        verbose_name = verbose_name_plural = _("案内する窓口")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "window"],
                name="finder_answer_leads_to_a_window_once",
                violation_error_message=_("同じ窓口が2回入っています。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.window)
