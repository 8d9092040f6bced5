from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The consultation windows and everything that residents see of them."""

    name = "directory"
    verbose_name = _("相談窓口")
