"""Form in which staff choose the windows of another portal."""

from collections.abc import Iterable, Iterator

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from directory.concurrency import RevisedForm
from directory.open_data.hsds.origins import own_address, tidy_address
from platform_members.sharing.offered import OfferedRow

API = "/hsds"


class SubscriptionForm(RevisedForm):
    """Form of another portal."""

    def clean_address(self) -> str:
        """Take the address without its last slash; refuse one that is no API, or our own."""
        address = tidy_address(self.cleaned_data["address"])
        if not address.endswith(API):
            raise forms.ValidationError(_("「/hsds/」で終わるアドレスを入力してください。"))
        if address == own_address():
            raise forms.ValidationError(_("このポータル自身のアドレスです。"))
        return address


class ChoiceForm(forms.Form):
    """A box for each window that can be taken; where it might be one of ours, which."""

    def __init__(self, data: QueryDict | None, *, rows: Iterable[OfferedRow]):
        super().__init__(data, label_suffix="")
        self.rows = [row for row in rows if not row.why_not]
        for row in self.rows:
            self.fields[f"take-{row.uid}"] = forms.BooleanField(
                label=row.title,
                required=False,
                initial=row.is_chosen,
                show_hidden_initial=True,
            )
            if row.alike:
                self.fields[f"window-{row.uid}"] = _which(row)

    @property
    def choices(self) -> dict[str, int | None]:
        """Those newly chosen by their IDs, each with the window here that it is."""
        return {row.uid: self._window_of(row) for row in self._changed(taken=True)}

    @property
    def left(self) -> list[str]:
        """The IDs of those that are not to be taken any more."""
        return [row.uid for row in self._changed(taken=False)]

    def lines(self, rows: Iterable[OfferedRow]) -> Iterator[tuple]:
        """Each row with its box and its question, where it has them."""
        for row in rows:
            names = (f"take-{row.uid}", f"window-{row.uid}")
            yield (row, *(self[name] if name in self.fields else None for name in names))

    def _changed(self, *, taken: bool) -> list[OfferedRow]:
        """Rows whose box says something else than when the page was opened.

        What a colleague has chosen meanwhile is not left by a box that was empty then.
        """
        names = {f"take-{row.uid}": row for row in self.rows}
        changed = [name for name in self.changed_data if name in names]
        return [names[name] for name in changed if self.cleaned_data[name] == taken]

    def _window_of(self, row: OfferedRow) -> int | None:
        key = self.cleaned_data.get(f"window-{row.uid}")
        return int(key) if key else None


def _which(row: OfferedRow) -> forms.ChoiceField:
    """Question whether a window that looks alike is the same."""
    own = [(str(window.pk), _("すでにある「%s」にする") % window) for window in row.alike]
    return forms.ChoiceField(
        label=_("「%s」は：") % row.name,
        required=False,
        choices=[("", _("新しい窓口として受け取る")), *own],
    )
