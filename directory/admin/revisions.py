"""The concurrency check in admin: for every form of a row that several people edit."""

from django.contrib import admin
from django.forms.models import inlineformset_factory

from directory.admin.rows import with_lost_rows_as_new
from directory.concurrency import RevisedForm

CARRIED = ("revision", "opened", "asked")


class RevisionCheck(admin.ModelAdmin):
    """Admin of a Revised model; its own form, if any, is a RevisedForm."""

    form = RevisedForm

    def get_fields(self, request, obj=None):
        """Visible fields; hidden ones are in templates/admin/change_form.html."""
        return [name for name in super().get_fields(request, obj) if name not in CARRIED]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Form class that knows the tables of rows edited along with it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        kinds = []
        for inline in self.inlines:
            made = inlineformset_factory(
                self.model, inline.model, fk_name=inline.fk_name, fields=()
            )
            title = inline.verbose_name_plural or inline.model._meta.verbose_name_plural
            kinds.append((made.get_default_prefix(), str(title), inline.model, made.fk.name))
        form.row_kinds = tuple(kinds)
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Arguments of a formset, in which rows that were removed meanwhile are new rows."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in given and obj.pk:
            with_lost_rows_as_new(given["data"], prefix, inline.model)
        return given
