"""The Typst worker process: one way for booklet, sheets and campaign reports."""

import io
from importlib.resources import files

import pikepdf
import pytest
from django.utils import timezone
from fontTools.ttLib import TTFont

from campaigns.files.pdf import report_job
from directory.booklet import documents, leaflets
from directory.models import Window
from directory.typesetting.jobs import Fit
from directory.typesetting.process import (
    TypesettingFailed,
    cached_pdf,
    new_job,
    stamp_of,
    typeset,
)
from tests.browser.campaign_pages import city_campaigns

DATA = {"date": {"year": 2026, "month": 11, "day": 24}, "fonts": [], "output": "screen"}


@pytest.fixture
def city_font(settings, tmp_path):
    """A font of the city's own: the bundled letters under another name."""
    folder = files("noto_cjk_sans_jp_regular")
    path = next(each for each in folder.iterdir() if each.name.endswith(".otf"))
    with TTFont(str(path), lazy=True) as font:
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = "City Gothic"
            elif record.nameID == 6:
                record.string = "CityGothic"
        font.save(tmp_path / "city.otf")
    settings.BOOKLET_FONT_FOLDER, settings.BOOKLET_FONT = str(tmp_path), "City Gothic"


def fonts_in(pdf: bytes) -> set[str]:
    """PostScript names of all embedded fonts, without the mark of their subset."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            str(each.BaseFont).split("+")[-1].removesuffix("-Identity-H")
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
        }


def test_booklet_and_report_are_set_in_the_citys_font(city, city_font):
    """Both ask the same worker with the same fonts, the letters in charts included."""
    window = Window.objects.published().for_reading()[0]
    _memo, memo = documents.typeset_sheet("memo.typ", leaflets.memo(window, timezone.localdate()))
    _report, report = typeset(report_job(city_campaigns(consultations=False)))
    for pdf in (memo, report):
        assert "CityGothic" in fonts_in(pdf)
        assert "NotoSansCJKjp-Regular" not in fonts_in(pdf)


def test_a_document_that_cannot_be_typeset_says_why():
    """Typst's own message, for a clerk who reports it."""
    with pytest.raises(TypesettingFailed, match="dictionary does not contain key"):
        typeset(new_job("campaigns/files/report.typ", DATA, Fit()))


def test_a_template_reads_no_file_outside_its_folder():
    """Data and templates reach nothing but `templates/`."""
    with pytest.raises(TypesettingFailed):
        typeset(new_job("../.env", DATA, Fit()))


def test_equal_data_are_typeset_once():
    """A second reader of the same sheet gets the kept PDF; other data make another one."""
    made = []

    def make():
        made.append(1)
        return None, b"%PDF"

    first = DATA | {"title": "相談メモ"}
    assert cached_pdf(first, make) == cached_pdf(dict(reversed(first.items())), make) == b"%PDF"
    assert len(made) == 1
    cached_pdf(first | {"title": "別の窓口"}, make)
    assert len(made) == 2
    assert stamp_of(first) != stamp_of(DATA)
