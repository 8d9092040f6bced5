"""Forms about meetings."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from directory import hours
from directory.concurrency import RevisedForm
from directory.spreadsheets.files import content_of
from directory.spreadsheets.refusals import FileRefused
from directory.spreadsheets.text_tables import rows_of_text
from platform_members.meetings.table import as_text
from platform_members.models import Attendance
from platform_members.rounds.sheets.files import Grid, grids
from platform_members.year_fields import FiscalYearFormField

LONGEST_PASTE = 200_000


class AttendanceForm(forms.Form):
    """Whether one comes."""

    answer = forms.ChoiceField(label=_("出欠"), choices=Attendance.Answer, widget=forms.RadioSelect)


class MeetingForm(RevisedForm):
    """Form of one meeting; its two times are read together, as in a list."""

    def clean(self):
        """Carry 午後 over to the end; refuse a time that may be of either half of the day."""
        cleaned = self.cleaned_data
        if cleaned.get("starts") and cleaned.get("ends"):
            typed = [str(self[name].data) for name in ("starts", "ends")]
            try:
                pair = hours.read_pair_of_one_day(*typed)
            except ValueError as error:
                self.add_error("ends", str(error))
            else:
                cleaned["starts"], cleaned["ends"] = (time(*divmod(each, 60)) for each in pair)
        return super().clean()


class MeetingsForm(forms.Form):
    """A list of meetings, pasted or as a file."""

    fiscal_year = FiscalYearFormField(
        help_text=_("年のない日付（12/13 など）は、この年度（4月から翌年3月）の日とみなします。")
    )
    text = forms.CharField(
        label=_("会議の表"),
        required=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "「No.、日時、打合せ相手団体、議題」のような見出しの行から、表を貼り付けます。"
        ),
        strip=False,
    )
    file = forms.FileField(
        label=_("または、ファイル"), required=False, help_text=_("Excel（.xlsx）かCSV。")
    )
    keep_doubts = forms.BooleanField(
        label=_("日付と曜日の食いちがいは、職員メモに残して取り込む"), required=False
    )

    def clean(self):
        """One of the two; a file becomes text, so that it need not be chosen again."""
        super().clean()
        file = self.cleaned_data.get("file")
        if file:
            try:
                self.cleaned_data["grids"] = grids(file.name, content_of(file))
            except FileRefused as refusal:
                self.add_error("file", str(refusal))
                return
            self.cleaned_data["text"] = as_text(self.cleaned_data["grids"])
        elif not self.cleaned_data.get("text", "").strip():
            self.add_error("text", _("表を貼り付けるか、ファイルを選んでください。"))
        else:
            try:
                rows = rows_of_text(self.cleaned_data["text"])
            except FileRefused as error:
                self.add_error("text", str(error))
                return
            self.cleaned_data["grids"] = [Grid("", "", rows)]
