"""The public reports, for residents and members of the council."""

import csv
import io
import re
from datetime import date

import html5lib
import openpyxl
import pikepdf
import pytest

from campaigns.charts import store
from campaigns.charts.data import charts_of
from campaigns.counts import actions
from campaigns.models import Campaign, Drawing, Kpi, MediumResult
from campaigns.report.periods import add_months
from directory.languages import offered

VIDEO = "啓発動画の作成・配信"


@pytest.fixture
def consultations(video):
    """Monthly counts for three years, shown in the report of the video campaign."""
    kpi = Kpi.objects.create(name="相談件数：生活支援課", kind=Kpi.Kind.CONSULTATIONS)
    values = {add_months(date(2021, 1, 1), n): 10 + n for n in range(36)}
    actions.save_values(kpi=kpi, values=values, by=None)
    video.kpis.add(kpi)
    return kpi


def page_of(client, campaign) -> str:
    """The public report; well-formed."""
    response = client.get(campaign.get_absolute_url())
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    return response.content.decode()


def rows(page: str) -> list[str]:
    """Every row of every table, as text."""
    return [
        " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    ]


def withdraw(campaign) -> None:
    """Make a campaign internal again."""
    campaign.withdraw()
    campaign.save()


def test_the_list_leads_to_every_published_campaign(client, campaigns):
    """Three activities, each with its title and period."""
    page = client.get("/campaigns/").content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    for campaign in Campaign.objects.all():
        assert f'href="{campaign.get_absolute_url()}">{campaign.title}' in page
        assert campaign.period_text in page


def test_every_public_page_leads_to_the_reports(client, city):
    """The footer names them."""
    assert 'href="/campaigns/">広報の報告' in client.get("/").content.decode()


def test_a_report_answers_what_the_city_asks(client, video):
    """Best medium by clicks, rate and price, and the agreement of the contractor's figures."""
    page = page_of(client, video)
    for sentence in (
        "クリックが最も多かった媒体は、LINE（AdsPlatform）（6,726）です。",
        "クリック率が最も高かった媒体は、Google（リスティング）（4.62%）です。",
        "クリック単価が最も安かった媒体は、LINE（AdsPlatform）（¥15.1）です。",
        "報告された合計3項目は、すべて各媒体の合計と一致します。",
        "報告されたクリック率9件のうち、8件が計算した値と一致しません。",
        "報告されたクリック単価9件のうち、6件が計算した値と一致しません。",
        "相談件数などの記録がまだないため",
    ):
        assert sentence in page


def test_each_reported_figure_stands_beside_the_computed_one(client, video):
    """The line of LINE: its counts, what follows, what was reported, the difference."""
    line = next(row for row in rows(page_of(client, video)) if row.startswith("LINE"))
    assert line == (
        "LINE（AdsPlatform） 960,602 6,726 0.70% 3.79% 不一致（差 +3.09）"
        " ¥15.1 ¥16 不一致（差 +¥1） ¥101,621 12.6% 32.2%"
    )


def test_the_contractors_explanation_is_published(client, video):
    """What the contractor says about a figure stands with the report."""
    video.results.filter(medium__startswith="LINE").update(explanation="集計の期間が違います。")
    assert "集計の期間が違います。" in page_of(client, video)


def test_a_campaign_without_figures_is_still_a_report(client, campaigns):
    """The printed list has no media: its facts, no empty tables."""
    page = page_of(client, Campaign.objects.get(kind=Campaign.Kind.PRINT))
    assert "千巻印刷産業" in page
    assert "媒体別実績" not in page


def test_consultations_are_compared_with_the_year_before(client, video, consultations):
    """Before, during, after; the same months a year earlier; and what it does not prove."""
    page = page_of(client, video)
    assert "期間中 2023年1月～2023年2月 69件 45件 +24" in rows(page)
    assert "増減が広報によるものだとは言えません。" in page


def test_internal_reports_are_not_found(client, video):
    """Not the page, not the files, not the list, not the comparison."""
    withdraw(video)
    for address in ("", "results.csv", "results.xlsx", "report.pdf"):
        assert client.get(f"{video.get_absolute_url()}{address}").status_code == 404
    assert VIDEO not in client.get("/campaigns/").content.decode()
    assert VIDEO not in client.get("/campaigns/compare/").content.decode()


def test_a_report_asks_the_database_ten_times_at_most(
    client, video, consultations, django_assert_max_num_queries
):
    """However many media and series it has."""
    second = Kpi.objects.create(name="市ホームページのアクセス数", kind=Kpi.Kind.WEB)
    video.kpis.add(second)
    with django_assert_max_num_queries(10):
        page_of(client, video)


def test_a_report_may_be_kept_by_caches_and_leaves_no_cookie(client, video):
    """The same page for every visitor, for a minute."""
    response = client.get(video.get_absolute_url())
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_csv_has_the_figures_and_no_formula(client, video):
    """Computed and reported figures side by side; a name cannot become a formula."""
    video.results.filter(medium="Facebook").update(medium="=HYPERLINK(1)")
    content = client.get(f"{video.get_absolute_url()}results.csv").content
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(table) == 9
    assert table[7]["媒体"] == "'=HYPERLINK(1)"
    assert (
        table[-1]
        | {
            "媒体": "合計",
            "クリック率（計算値、%）": "0.49",
            "クリック率（報告値、%）": "0.53",
            "クリック単価（計算値、円）": "38.6",
        }
        == table[-1]
    )


def test_excel_has_numbers_as_numbers(client, video, consultations):
    """Figures, facts and series on sheets of their own."""
    content = client.get(f"{video.get_absolute_url()}results.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    figures, facts, series = book.worksheets
    assert [cell.value for cell in figures[10]][2:5] == [4_287_161, 20_857, 805_927]
    assert facts["B4"].value == "コミュニケーションサービス"
    assert series["A1"].value == "月"
    assert series["B5"].value == 23


def test_the_pdf_is_tagged_and_survives_letters_that_its_font_lacks(client, video):
    """PDF/UA for the council; an emoji in a title does not stop it."""
    Campaign.objects.filter(pk=video.pk).update(title="動画 #panic() 🎬")
    response = client.get(f"{video.get_absolute_url()}report.pdf")
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert pdf.docinfo["/Title"] == "動画 #panic() 〓"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "ja-JP"


def test_a_pdf_that_cannot_be_made_leads_to_the_page(client, video, caplog):
    """A chart that Typst cannot read: 503 in words, and a line in the log."""
    store.draw_missing([video], draw=lambda charts: ["<svg"] * len(charts))
    response = client.get(f"{video.get_absolute_url()}report.pdf")
    assert response.status_code == 503
    page = response.content.decode()
    assert "いまはPDFを作れません" in page
    assert f'href="{video.get_absolute_url()}">{VIDEO}' in page
    assert "could not be typeset" in caplog.text


def test_two_campaigns_stand_side_by_side(client, video):
    """Medium by medium, with the difference; what one did not use is unknown."""
    other = Campaign(title="次の動画", kind="video", starts_on="2024-01-01", ends_on="2024-02-01")
    other.publish(at=video.published_at, by=None)
    other.save()
    MediumResult.objects.create(
        campaign=other, medium="LINE (AdsPlatform)", impressions=1000, clicks=10, cost=100
    )
    page = client.get(f"/campaigns/compare/?one={video.pk}&other={other.pk}").content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    assert "LINE（AdsPlatform） 6,726 10 −6,716" in rows(page)
    assert "LINE（AdsPlatform） 0.70% 1.00% +0.30ポイント" in rows(page)
    assert "Facebook 1,431 ― ―" in rows(page)
    assert "合計 ¥805,927 ¥100 −¥805,827" in rows(page)


@pytest.mark.parametrize("question", ["one=1&other=\x00", "one=9&other=" + "9" * 40, "one=a"])
def test_a_comparison_of_what_is_not_there_asks_again(client, campaigns, question):
    """Broken addresses lead back to the form."""
    response = client.get(f"/campaigns/compare/?{question}")
    assert response.status_code == 200
    assert "<table" not in response.content.decode()


def test_a_campaign_is_not_compared_with_itself(client, video):
    """The form says so and keeps the first choice."""
    page = client.get(f"/campaigns/compare/?one={video.pk}&other={video.pk}").content.decode()
    assert "同じ広報です。別の広報を選んでください。" in page


def titles_only(charts: list[dict]) -> list[str]:
    """SVGs with nothing but a title: drawing takes seconds."""
    return [f"<svg><title>{chart['title']}</title></svg>" for chart in charts]


def test_charts_are_drawn_once_for_the_same_figures(video):
    """A second look draws nothing; one changed figure redraws only what shows it."""
    languages = len(offered())
    every = len(charts_of(video)) * languages
    assert store.draw_missing([video], draw=titles_only) == every == 7 * languages
    assert store.draw_missing([video], draw=titles_only) == 0
    video.results.filter(medium="Facebook").update(clicks=1432)
    changed = store.draw_missing([Campaign.objects.get(pk=video.pk)], draw=titles_only)
    assert changed == 4 * languages  # clicks, rate, price of a click, cost against clicks
    assert Drawing.objects.count() == every


def test_a_chart_of_older_figures_is_never_shown(client, video):
    """Until the new one is drawn, the table stands alone."""
    store.draw_missing([video], draw=titles_only)
    assert "<title>媒体別のクリック（多い順）</title>" in page_of(client, video)
    video.results.filter(medium="Facebook").update(clicks=1432)
    assert "<title>媒体別のクリック（多い順）</title>" not in page_of(client, video)


def test_a_description_says_what_the_picture_shows(video):
    """Every medium with its figure, in the order of the bars."""
    chart = next(chart for chart in charts_of(video) if chart.name == "bars-cpc")
    assert chart.title == "媒体別のクリック単価（安い順）"
    assert chart.description.startswith("LINE（AdsPlatform） ¥15.1、Yahoo（ディスプレイ） ¥18.7、")
    assert chart.description.count("¥") == 8
