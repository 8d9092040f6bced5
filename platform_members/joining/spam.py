"""Holding spam off a public form without third parties, cookies or a record of visitors."""

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

SALT = "platform_members.spam"
LEAST_SECONDS = 5  # nobody fills such a form faster
MOST_SECONDS = 24 * 3600
MOST_FROM_ONE_ADDRESS = 5  # forms sent in an hour
HOUR = 3600


def opening_mark() -> str:
    """What a form carries to tell when it was opened; nobody else can make one."""
    return signing.TimestampSigner(salt=SALT).sign("opened")


def is_usable(mark: str) -> bool:
    """Whether a form's mark is ours and not too old."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(mark, max_age=MOST_SECONDS)
    except signing.BadSignature:
        return False
    return True


def trouble_with(mark: str) -> str:
    """Say what is wrong with a form's mark, in words for whoever sends it; "" when nothing is."""
    if not is_usable(mark):
        return _("ページをひらいてから時間がたちました。もう一度「申し込む」を押してください。")
    try:
        signing.TimestampSigner(salt=SALT).unsign(mark, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return ""
    return _("送るのが早すぎました。数秒待って、もう一度「申し込む」を押してください。")


def sent_too_often(request) -> bool:
    """Count a form from a visitor's address; say whether there were too many within the hour.

    What is kept, for an hour and in memory, is a keyed hash that cannot be turned back.
    """
    visitor = get_adapter().get_client_ip(request)
    key = "spam:" + salted_hmac(SALT, visitor, algorithm="sha256").hexdigest()
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) > MOST_FROM_ONE_ADDRESS
    except ValueError:  # the hour ended between the two lines
        return False
