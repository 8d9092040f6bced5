"""Taking rows out of use in admin, which asks first and can be undone; deleting stays rare."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin.pages import admin_page, of_chosen
from directory.models import AuditEntry
from directory.out_of_use import MAX_NAMED, references_to


class InUseFilter(admin.SimpleListFilter):
    """Filter by use: rows in use, rows out of use, or all."""

    title = gettext_lazy("使っているか")
    parameter_name = "in_use"

    def lookups(self, request, model_admin):
        return [("no", _("使わないことにしたもの")), ("all", _("すべて"))]

    def choices(self, changelist):
        """Choices, the first one named after the rows that it shows: those in use."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _("使っているもの")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.out_of_use() if self.value() == "no" else queryset.in_use()


class KeepsReferenced(admin.ModelAdmin):
    """Admin of rows that cannot be deleted while other rows point at them."""

    # Rows that are a part of it and go with it, as `app.model`.
    own_rows: frozenset[str] = frozenset()

    def get_deleted_objects(self, objs, request):
        """Django's answer, with every other row that points at the rows as protected.

        Rows that have no page in admin, such as what members have begun to write, are not named.
        """
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        own = self.own_rows | {inline.model._meta.label_lower for inline in self.inlines}
        is_read = self.admin_site.is_registered
        named = [text for row in objs for text in references_to(row, own, is_read)]
        kept = dict.fromkeys([*_with_page(protected), *named])
        return _with_page(rows), counts, needed, list(kept)


def _with_page(rows: list) -> list:
    """Rows as Django names them, nested; of one without a page in admin only its kind."""
    return [
        _with_page(row)
        if isinstance(row, list)
        else row
        if isinstance(row, SafeString)
        else str(row).partition(": ")[0]
        for row in rows
    ]


class OutOfUse(KeepsReferenced):
    """Actions of a list of Retirable rows: out of use, after a page that asks, and back."""

    actions = ["take_out_of_use", "use_again"]

    @admin.action(
        description=gettext_lazy("使わないことにする（あとで戻せます）"), permissions=["change"]
    )
    def take_out_of_use(self, request, queryset):
        """Page of the consequences; a POST takes all rows out of use, none where one must stay."""
        with transaction.atomic():
            rows = [row for row in self.locked_rows(queryset.in_use()) if row.is_in_use]
            reasons = [(row, row.why_it_must_stay()) for row in rows]
            refused = any(why for _row, why in reasons)
            counted = of_chosen(len(rows), queryset.count())
            if rows and "apply" in request.POST and not refused:
                return self._move(request, rows, timezone.now(), counted)
        if not rows:
            text = _("選んだものは、もう使わないことになっています。")
            self.message_user(request, text, messages.WARNING)
            return None
        context = {
            "rows": [(row, why, row.what_follows()) for row, why in reasons],
            "able": [] if refused else rows,
            "refused": refused,
            "counted": counted,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return admin_page(self, request, "out_of_use", _("使わないことにする"), **context)

    @admin.action(description=gettext_lazy("また使う"), permissions=["change"])
    def use_again(self, request, queryset):
        """Take rows into use again, as they were."""
        with transaction.atomic():
            rows = [row for row in self.locked_rows(queryset.out_of_use()) if not row.is_in_use]
            reasons = [f"{row}：{why}" for row in rows for why in row.why_it_cannot_return()]
            if rows and not reasons:
                self._move(request, rows, None, of_chosen(len(rows), queryset.count()))
                return
        if reasons:
            told = _("また使うことはできません。何も変えていません。%s") % "".join(reasons)
            self.message_user(request, told, messages.ERROR)
            return
        self.message_user(request, _("選んだものは、いまも使っています。"), messages.WARNING)

    def _move(self, request, rows: list, moment, counted: str) -> None:
        for row in rows:
            row.retired_at = moment
            row.save(update_fields=["retired_at"])
            done = _("使わないことにした。") if moment else _("また使うことにした。")
            self.log_change(request, row, done)
            AuditEntry.objects.record(AuditEntry.Kind.PUBLICATION, done, by=request.user, about=row)
        self.after_moving(rows)
        names = "、".join(f"「{row}」" for row in rows[:MAX_NAMED])
        names += _("ほか") if len(rows) > MAX_NAMED else ""
        if moment:
            text = _(
                "%(count)sを使わないことにしました：%(names)s。「使っているか」で選ぶと、戻せます。"
            )
        else:
            text = _("%(count)sをまた使います：%(names)s。")
        told = text % {"count": counted, "names": names}
        self.message_user(request, told, messages.SUCCESS)

    def locked_rows(self, queryset) -> list:
        """Rows, locked until the transaction ends."""
        # Of a list that counts something with each row PostgreSQL locks nothing.
        rows = self.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
        return list(rows.select_for_update(of=("self",)))

    def after_moving(self, rows: list) -> None:
        """Hook after rows were taken out of use or back into use."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Form of a row, with a message where the row is out of use."""
        if obj is not None and not obj.is_in_use and request.method == "GET":
            text = _("使わないことにしたものです。一覧の操作「また使う」で戻せます。")
            self.message_user(request, text, messages.WARNING)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
