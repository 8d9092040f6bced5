"""相談のしかた: the ways in which a window can be consulted."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way to consult."""

    TELEPHONE = "telephone", _("電話")
    VISIT = "visit", _("窓口")
    EMAIL = "email", _("メール")
    CHAT = "chat", _("チャット・SNS")
    FAX = "fax", _("ファックス")
    POST = "post", _("手紙")
    VIDEO = "video", _("ビデオ通話")


# Ways without a spoken word.
WRITTEN = (Channel.EMAIL, Channel.CHAT, Channel.FAX, Channel.POST)


def channel_names(channels: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """Channels in words, in their own order, without some of them."""
    kept = set(channels) - set(but)
    return [str(channel.label) for channel in Channel if channel in kept]
