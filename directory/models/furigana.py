"""Column of furigana, and the check of what staff write in it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.text.furigana import readings_in


def validate_furigana(text: str) -> None:
    """Refuse a line that is no word with its reading in brackets, and name it."""
    try:
        readings_in(text)
    except ValueError as error:
        raise ValidationError(
            _(
                "「%(line)s」は「漢字（ひらがな）」の形ではありません。1行にひとつずつ書いてください。"
            ),
            code="furigana",
            params={"line": str(error)},
        ) from error


def saved_readings(text: str) -> dict[str, str]:
    """Readings in a column; none where a text was brought in past the form."""
    try:
        return readings_in(text)
    except ValueError:
        return {}


def furigana_field() -> models.TextField:
    """Column of readings, one word a line."""
    return models.TextField(
        _("ふりがな"),
        max_length=2000,
        blank=True,
        default="",
        db_default="",
        validators=[validate_furigana],
        help_text=_(
            "住民がページで選ぶと、漢字の上に出ます。1行にひとつ「経済的（けいざいてき）」と書きます。"
            "書いていないことばには、何も付きません。"
        ),
    )
