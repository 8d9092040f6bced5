"""Encrypt the secrets of all second factors with the newest key."""

from django.core.management.base import BaseCommand

from platform_members.accounts.secrets_at_rest import rotate_keys


class Command(BaseCommand):
    """Command to run after a new key was put first in FACTOR_KEYS; then the old one may go."""

    help = "Encrypt the secrets of all second factors with the first of FACTOR_KEYS."

    def handle(self, **options):
        self.stdout.write(f"Secrets encrypted anew: {rotate_keys()}.")
