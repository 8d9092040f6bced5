"""How log-in behaves, where django-allauth lets us say so."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Log-in for people whom the welfare centre has invited."""

    def is_open_for_signup(self, request) -> bool:
        """Nobody opens an account by themselves."""
        return False

    def get_login_redirect_url(self, request) -> str:
        """Staff go on to admin, everybody else to their desk."""
        page = "admin:index" if request.user.is_staff else "platform_members:desk-view"
        return reverse(page)
