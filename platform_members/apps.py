from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PlatformMembersConfig(AppConfig):
    """The people and organisations that look after the directory."""

    name = "platform_members"
    verbose_name = _("職員・団体")

    def ready(self):
        """Find the admin of the registry, which is too much for one file, beside `admin`."""
        autodiscover_modules("organisation_admin", "application_admin", "mail_admin")
