"""Page of the danger lines: the windows named for each kind of danger, and a trial of the rules."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from directory.admin.pages import admin_page, admin_path
from directory.admin.revisions import RevisionCheck
from directory.models import DangerKind, DangerLine
from directory.public.danger_notice import WORDS
from directory.search import danger
from directory.search.text.query import LONGEST_TYPED


@admin.register(DangerLine)
class DangerLineAdmin(RevisionCheck):
    """The windows in the notice, kind by kind; a change counts from the next search on."""

    list_display = ["window", "kind", "order", "raises"]
    list_filter = ["kind"]
    list_select_related = ["window"]
    autocomplete_fields = ["window"]

    def get_urls(self):
        rules = admin_path(self, "rules/", self.rules_page, "danger-rules")
        return [rules, *super().get_urls()]

    def rules_page(self, request):
        """危険の読みかた: the table of rules, what is read in a text, and why. Writes nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = request.GET.get("q", "")
        context = {
            "typed": typed,
            "longest": LONGEST_TYPED,
            "readings": readings(typed),
            "kinds": [_kind_context(kind) for kind in danger.Kind],
        }
        title = _("危険の読みかた")
        return admin_page(self, request, "directory/dangerline/rules", title, **context)


def readings(typed: str) -> list[dict]:
    """What the rules read in a text: the kind, the rule, and the piece of the text that tells."""
    return [
        {
            "kind": DangerKind(reading.kind).label,
            "rule": reading.rule,
            "piece": danger.piece(typed, reading.start, reading.end),
        }
        for reading in danger.read(typed)
    ]


def _kind_context(kind: danger.Kind) -> dict:
    """What residents read for a kind, and the rules that tell of it."""
    return {
        "label": DangerKind(kind).label,
        "words": WORDS[kind],
        "rules": [rule.cells for rule in danger.RULES if kind in rule.kinds],
        "languages": danger.languages_of(kind),
    }
