from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlatformMembersConfig(AppConfig):
    """The people and organisations that look after the directory."""

    name = "platform_members"
    verbose_name = _("職員・団体")

    def ready(self):
        """Let every `migrate` put the staff's roles right."""
        from platform_members import hindrances  # noqa: F401 (registers what it knows)
        from platform_members.accounts.roles import apply_roles

        post_migrate.connect(apply_roles, sender=self, dispatch_uid="apply_roles")
