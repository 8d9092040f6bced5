from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The consultation windows and everything that residents see of them."""

    name = "directory"
    verbose_name = _("相談窓口")

    def ready(self):
        """Register public tables; translate Django's message about NUL characters."""
        from django.conf import settings

        from directory import catalogue
        from directory.mirror.follow import withdraw_at_once
        from directory.search.text.query import name_city

        public = (
            "Window Phone HoursRule HoursException Category Holiday YearEnd DangerLine Edition"
            " EditionFile SearchTerm SearchTermWindow WindowSearch FinderQuestion FinderAnswer"
            " FinderAnswerWindow Translation"
        )
        catalogue.holds(*(self.get_model(name) for name in public.split()))
        withdraw_at_once()
        name_city(settings.CITY_NAME)
        ProhibitNullCharactersValidator.message = _(
            "目に見えない文字（NUL）が入っています。入力し直してください。"
        )
