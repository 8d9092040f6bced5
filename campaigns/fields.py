"""Model fields for figures."""

from django.core.exceptions import ValidationError
from django.db import models

from campaigns.tables import figures


class ReportedField(models.CharField):
    """Model field of a reported figure: text with its own decimals, empty for none.

    A text, because 1.30 was reported more precisely than 1.3.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": figures.MAX_LENGTH, "blank": True, **options})

    def to_python(self, value):
        """Read ¥1,063 or ４．６４％ as people write it; keep its decimals."""
        text = super().to_python(value)
        try:
            return figures.reported(text or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error
