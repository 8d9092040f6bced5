"""緊急の知らせの窓口: which windows stand in the notice for each kind of danger."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.models.window import Window
from directory.number_fields import SmallNumberField
from directory.search.danger import Kind


class DangerKind(models.TextChoices):
    """The kinds of `directory.search.danger`, as staff read them."""

    MEDICAL = Kind.MEDICAL.value, _("急病・薬の飲みすぎ")
    SUICIDE = Kind.SUICIDE.value, _("自死・自傷")
    THREAT = Kind.THREAT.value, _("監禁・脅迫・つきまとい")
    SEXUAL = Kind.SEXUAL.value, _("性暴力")
    ABUSE = Kind.ABUSE.value, _("虐待")
    VIOLENCE = Kind.VIOLENCE.value, _("暴力・支配")
    HURTING = Kind.HURTING.value, _("傷つけてしまいそうな人")
    HELP = Kind.HELP.value, _("助けを求めている（内容がわからない）")


class DangerLineQuerySet(models.QuerySet["DangerLine"]):
    """Lines of the notice."""

    def for_residents(self) -> Self:
        """Those that residents may see, with windows and numbers, in order."""
        windows = Window.objects.published().order_by()
        return (
            self.filter(window__in=windows)
            .select_related("window")
            .prefetch_related("window__phones")
        )


class DangerLine(Revised):
    """A window in the notice for one kind of danger, in its place."""

    kind = models.CharField(_("危険の種類"), max_length=10, choices=DangerKind)
    window = models.ForeignKey(
        Window, models.CASCADE, related_name="+", verbose_name=_("案内する窓口")
    )
    order = SmallNumberField(_("並び順"), default=0, help_text=_("小さいほど先に出ます。"))
    raises = models.BooleanField(
        _("検索の1番目になったら知らせを出す"),
        default=False,
        help_text=_(
            "この種類の危険だけを受ける窓口に付けます。ことばから危険が読みとれなくても、検索結果の"
            "1番目がこの窓口なら、緊急の知らせを出します。"
        ),
    )

    objects = DangerLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("緊急の知らせの窓口")
        ordering = ["kind", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "window"],
                name="danger_line_once_a_kind",
                violation_error_message=_("この種類には、この窓口がもう入っています。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DangerKind.values), name="danger_line_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.window}"
