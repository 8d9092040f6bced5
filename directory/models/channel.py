"""相談のしかた: the ways in which a window can be consulted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from directory.models.window import Window


class Channel(models.TextChoices):
    """A way to consult."""

    TELEPHONE = "telephone", _("電話")
    VISIT = "visit", _("窓口")
    EMAIL = "email", _("メール")
    FORM = "form", _("フォーム")
    CHAT = "chat", _("チャット・SNS")
    LINE = "line", _("LINE")
    FAX = "fax", _("ファックス")
    POST = "post", _("手紙")
    VIDEO = "video", _("ビデオ通話")
    SIGN = "sign", _("手話")


# Ways without a spoken word.
WRITTEN = (
    *(Channel.EMAIL, Channel.FORM, Channel.CHAT, Channel.LINE),
    *(Channel.FAX, Channel.POST),
)


def channel_names(channels: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """Channels in words, in their own order, without some of them."""
    kept = set(channels) - set(but)
    return [str(channel.label) for channel in Channel if channel in kept]


# As an index of windows has them: who takes something else than calls, and who reads words first.
WITHOUT_TELEPHONE = ~models.Q(channels=[]) & ~models.Q(channels__contained_by=["telephone"])
IN_WRITING = models.ExpressionWrapper(
    models.Q(channels__overlap=["chat", "email", "form", "line"]), models.BooleanField()
)


class ChannelAnswers:
    """Mixin of `Window` with its ways to consult, in words."""

    @property
    def channel_names(self: Window) -> list[str]:
        """The ways to consult, in words."""
        return [str(Channel(channel).label) for channel in self.channels]

    @property
    def channel_names_without_telephone(self: Window) -> list[str]:
        """The ways to consult without ringing, in words."""
        return channel_names(self.channels, but=["telephone"])

    @property
    def other_ways(self: Window) -> list[str]:
        """The ways to consult that neither its numbers nor its place show, in words."""
        return channel_names(self.channels, but=["telephone", "visit", "fax"])

    @property
    def channel_names_in_writing(self: Window) -> list[str]:
        """The ways to consult without a spoken word, in words."""
        return channel_names(set(self.channels) & set(WRITTEN))
