"""Protection of a public form against spam, without third parties, cookies or visitors' records."""

from allauth.account.adapter import get_adapter
from django import forms
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SALT = "platform_members.spam"
LEAST_SECONDS = 5  # no person fills such a form faster
MOST_SECONDS = 24 * 3600
MOST_FROM_ONE_ADDRESS = 5  # forms sent in an hour
HOUR = 3600


def opening_mark() -> str:
    """Signed mark of the moment at which a form was opened."""
    return signing.TimestampSigner(salt=SALT).sign("opened")


def is_usable(mark: str) -> bool:
    """Whether a form's mark is genuine and not too old."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(mark, max_age=MOST_SECONDS)
    except signing.BadSignature:
        return False
    return True


def trouble_with(mark: str) -> str:
    """Message for the sender about what is wrong with a form's mark; "" when nothing is."""
    if not is_usable(mark):
        return _("ページをひらいてから時間がたちました。もう一度送ってください。")
    try:
        signing.TimestampSigner(salt=SALT).unsign(mark, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return ""
    return _("送るのが早すぎました。数秒待って、もう一度送ってください。")


def sent_too_often(request) -> bool:
    """Count a form from a visitor's address; whether there were too many within the hour.

    What is kept, for an hour, is a keyed hash that cannot be turned back.
    """
    visitor = get_adapter().get_client_ip(request)
    key = "spam:" + salted_hmac(SALT, visitor, algorithm="sha256").hexdigest()
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) > MOST_FROM_ONE_ADDRESS
    except ValueError:  # the hour ended between the two lines
        return False


class PublicForm(forms.Form):
    """Base of forms that everybody may send, with fields against spam."""

    # Invisible: people leave it empty, machines fill it in.
    comment = forms.CharField(
        label=gettext_lazy("この欄には何も書かないでください"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self):
        """Refuse what a machine sends, with a message that helps a person mistaken for one."""
        super().clean()
        if self.cleaned_data.get("comment"):
            self.add_error("comment", _("この欄は空けておいてください。"))
        if trouble := trouble_with(self.cleaned_data.get("opened", "")):
            self.add_error(None, trouble)

    @property
    def opening_mark(self) -> str:
        """When the page was opened first; a mark that cannot be used is replaced by a new one."""
        mark = self.data.get("opened", "")
        return mark if is_usable(mark) else opening_mark()
