"""Recording of deeds: the middleware around every form that a logged-in person sends.

While a view takes a form, PostgreSQL keeps every row that it writes (migration `deeds`), whatever
code writes it. Afterwards the person is offered to undo it.
"""

import re
from html import unescape
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import DatabaseError, connection, models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from directory.deeds.naming import model_of, named
from directory.django_internals import messages_of
from directory.models import Deed, DeedRow
from directory.templatetags.undoing import TAG
from directory.text.days import day_words

# Forms that change no content, and imports, which are undone on their own pages.
NOT_RECORDED: tuple[str, ...] = (
    "account_",
    "mfa_",
    "platform_members:address",
    "admin:directory_window_import",
    "platform_members:meeting-import",
)
LINK = re.compile(r"<a\b.*?</a>")


class RecordDeeds:
    """Record what one form writes; offer the person to undo it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.deed = None
        try:
            response = self.get_response(request)
        finally:
            if request.deed:
                _stop()
        if request.deed:
            self._note(request, response)
        return response

    def process_view(self, request, view_func, _view_args, _view_kwargs):
        """Begin, once it is known that the view asks who the person is."""
        if request.method != "POST" or not getattr(view_func, "login_required", True):
            return
        recorded = not request.resolver_match.view_name.startswith(NOT_RECORDED)
        if recorded and request.user.is_authenticated:
            request.deed = uuid4()
            _set(str(request.deed))

    def _note(self, request, response) -> None:
        """Keep the deed, if anything was written, and say that it can be undone."""
        try:
            deed = _keep(request.deed, request.user, messages_of(request))
        except DatabaseError:  # what was written stands; only undoing it is not offered
            return
        if deed and deed.may_be_undone_by(request.user) and response.status_code < 400:
            until = day_words(deed.expires_at, "time")
            text = _("まちがえたときは、元に戻せます（%(until)sまで）。") % {"until": until}
            messages.info(request, text, extra_tags=f"{TAG}{deed.pk}")


class OwnWork:
    """What a process of its own writes for a person; `deed` is there once it has ended well."""

    def __init__(self, person):
        self.person, self.key, self.told = person, uuid4(), ""
        self.deed: Deed | None = None

    def __enter__(self):
        _set(str(self.key))
        return self

    def __exit__(self, kind, *_fault):
        _stop()
        if kind is None:
            self.deed = _keep(self.key, self.person, [self.told])


def _keep(key: UUID, person, messages: list[str]) -> Deed | None:
    rows = list(DeedRow.objects.of_deed(key).roots())
    if not rows:
        return None
    return Deed.objects.create(
        key=key,
        made_at=timezone.now(),
        made_by=person,
        what=_what(messages, rows)[:500],
        rights=sorted({_right(model_of(table)) for table, _root in rows}),
        standing=person.standing(),
    )


def _what(messages: list[str], rows: list[tuple[str, int]]) -> str:
    """What the person was told, without ways to other pages, and to what it was done."""
    told = "".join(unescape(strip_tags(LINK.sub("", each))) for each in messages)
    names = named(rows, told)
    return f"{told}（{names}）" if told and names else told or names


def _right(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.change_{model._meta.model_name}"


def _set(deed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.deed', %s, false)", [deed])


def _stop() -> None:
    """Record no more; where that fails the connection must not be used for others' forms."""
    try:
        _set("")
    except DatabaseError:
        connection.close()
