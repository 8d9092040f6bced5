from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlatformMembersConfig(AppConfig):
    """The people and organisations that look after the directory."""

    name = "platform_members"
    verbose_name = _("職員・団体")
