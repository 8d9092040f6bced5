"""Form of an import: a table as a file or as text."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.tables import rows_of_file, rows_of_text
from campaigns.tables.rows import MAX_CHARACTERS
from directory.spreadsheets.files import content_of
from directory.spreadsheets.refusals import FileRefused


class TableForm(forms.Form):
    """Table as a file or as text; `cleaned_data["rows"]` are its cells."""

    file = forms.FileField(
        label=gettext_lazy("ファイル"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Excel（.xlsx）か CSV。10MBまで。"),
    )
    text = forms.CharField(
        label=gettext_lazy("表の文字"),
        required=False,
        strip=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 100, "spellcheck": "false"}),
        help_text=gettext_lazy("表計算ソフトから貼り付けられます。ここで直すこともできます。"),
    )

    @classmethod
    def of(cls, request) -> "TableForm":
        """Form with the data of a POST, or an empty one."""
        return cls(request.POST, request.FILES) if request.method == "POST" else cls()

    def clean(self):
        """Read the file, or else the text."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            if cleaned.get("file"):
                cleaned["rows"] = rows_of_file(content_of(cleaned["file"]))
            elif cleaned.get("text", "").strip():
                cleaned["rows"] = rows_of_text(cleaned["text"])
            else:
                raise FileRefused(_("ファイルを選ぶか、表を貼り付けてください。"))
        except FileRefused as error:
            raise ValidationError(str(error)) from error
        return cleaned
