from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlatformMembersConfig(AppConfig):
    """The people and organisations that look after the directory."""

    name = "platform_members"
    verbose_name = _("職員・団体")

    def ready(self):
        """Register public tables, and what follows `migrate` and changes of accounts."""
        from allauth.account.signals import password_reset
        from allauth.mfa import signals as mfa

        from directory import catalogue
        from directory.deeds.undoing import put_back
        from directory.mirror import addresses
        from directory.open_data.hsds.organisations import register
        from platform_members import hindrances  # noqa: F401 (registers what it knows)
        from platform_members.accounts import audit, second_factor
        from platform_members.accounts.actions import note_proved_address
        from platform_members.accounts.roles import apply_roles
        from platform_members.registry import mirrored, open_data
        from platform_members.rounds.undoing import refuse_in_closed_years

        public = (
            "Organisation Listing Programme CollectionRound RoundAnswer GapCheck GapMapDecision"
        )
        catalogue.holds(*(self.get_model(name) for name in public.split()))
        addresses.provide(mirrored.addresses)
        register(open_data.organisations)
        mfa.authenticator_added.connect(second_factor.note_new_factor)
        for changed in (mfa.authenticator_removed, mfa.authenticator_reset):
            changed.connect(second_factor.keep_this_log_in)
        put_back.connect(refuse_in_closed_years, dispatch_uid="refuse_in_closed_years")
        audit.listen()
        password_reset.connect(note_proved_address, dispatch_uid="note_proved_address")
        post_migrate.connect(apply_roles, sender=self, dispatch_uid="apply_roles")
