"""Telephone and fax numbers of a window."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.number_fields import SmallNumberField
from directory.text import phones
from directory.text.printable import validate_printable


class Phone(models.Model):
    """One number of a window, as the booklet prints it and as a telephone dials it."""

    class Kind(models.TextChoices):
        """Voice or fax."""

        VOICE = "voice", _("電話")
        FAX = "fax", _("ファックス")

    window = models.ForeignKey(
        "directory.Window", models.CASCADE, related_name="phones", verbose_name=_("相談窓口")
    )
    kind = models.CharField(_("種類"), max_length=10, choices=Kind, default=Kind.VOICE)
    label = models.CharField(
        _("見出し"),
        max_length=40,
        blank=True,
        validators=[validate_printable],
        help_text=_("番号がいくつかあるときに、何の番号かを書きます（例：市営住宅）。"),
    )
    printed = models.CharField(
        _("番号"), max_length=30, help_text=_("印刷するとおりに入力します（例：0596-21-5556）。")
    )
    dialled = models.CharField(_("かける番号"), max_length=20, editable=False)
    order = SmallNumberField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("電話番号")
        verbose_name_plural = _("電話番号")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["window", "kind", "dialled"],
                name="phone_number_once_a_window",
                violation_error_message=_("同じ番号が2回入っています。"),
            ),
            models.CheckConstraint(
                name="phone_is_of_a_known_kind",
                condition=Q(kind__in=["voice", "fax"]),
                violation_error_message=_("電話かファックスかを選んでください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.printed}".strip()

    def clean(self) -> None:
        """Set the dialled number; refuse one that cannot be dialled."""
        try:
            self.dialled = phones.dialled(self.printed)
            number = phones.read(self.printed)[0]
        except ValueError as error:
            raise ValidationError({"printed": str(error)}) from error
        self.printed = number.printed
        if number.label not in self.label:
            self.label = "、".join(filter(None, [self.label, number.label]))

    @property
    def is_fax(self) -> bool:
        """Whether it is a fax number."""
        return self.kind == self.Kind.FAX

    @property
    def href(self) -> str:
        """Address (tel:) that dials the number."""
        scheme = "fax" if self.is_fax else "tel"
        return f"{scheme}:{self.dialled.replace('#', '%23')}"

    @property
    def charge(self) -> str:
        """Cost of a call, where the number tells it."""
        return phones.charge(self.dialled)
