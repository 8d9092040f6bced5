from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlatformMembersConfig(AppConfig):
    """The people and organisations that look after the directory."""

    name = "platform_members"
    verbose_name = _("職員・団体")

    def ready(self):
        """Register public tables, and apply the staff's roles after every `migrate`."""
        from directory import catalogue
        from directory.mirror import addresses
        from platform_members import hindrances  # noqa: F401 (registers what it knows)
        from platform_members.accounts.roles import apply_roles
        from platform_members.registry import mirrored

        public = (
            "Organisation Listing Programme CollectionRound RoundAnswer GapCheck GapMapDecision"
        )
        catalogue.holds(*(self.get_model(name) for name in public.split()))
        addresses.provide(mirrored.addresses)
        post_migrate.connect(apply_roles, sender=self, dispatch_uid="apply_roles")
