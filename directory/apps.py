from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The consultation windows and everything that residents see of them."""

    name = "directory"
    verbose_name = _("相談窓口")

    def ready(self):
        """Say of a NUL character what it is; Django's own Japanese asks for some text instead."""
        ProhibitNullCharactersValidator.message = _(
            "目に見えない文字（NUL）が入っています。入力し直してください。"
        )
