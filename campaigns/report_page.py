"""Content of a report, for the page, the files and the PDF."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.charts.data import CostFigure, figures_of
from campaigns.charts.store import drawings_of
from campaigns.models import Campaign
from campaigns.report import wording
from campaigns.report.calculation import FigureCheck, Report


@dataclass
class ReportPage:
    """Content of a report: campaign, calculation, figures with their stored charts."""

    campaign: Campaign
    report: Report
    ranked: list
    cost: CostFigure | None
    kpis: list

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Labels and texts of the campaign; unknown facts are left out."""
        campaign = self.campaign
        budget = None if campaign.budget is None else wording.amount(campaign.budget, wording.YEN)
        facts = [
            (_("種類"), str(campaign.get_kind_display())),
            (_("期間"), campaign.period),
            (_("委託先・実施"), campaign.contractor),
            (_("目的"), campaign.purpose),
            (_("見込んだ効果"), campaign.expected_kpi),
            (_("制作物・実施内容"), campaign.outputs),
            (_("予算"), budget),
            (_("出典"), campaign.source),
        ]
        return [(label, text) for label, text in facts if text]

    @property
    def has_results(self) -> bool:
        """Whether any medium has figures."""
        return bool(self.report.rows)

    @property
    def has_views(self) -> bool:
        """Whether any medium has views of a video."""
        return self.report.total.figures.views is not None

    @property
    def explained(self) -> list:
        """Rows that the contractor has explained."""
        return [line for line in self.report.lines if line.explanation]

    @property
    def cards(self) -> list[tuple[str, str, str]]:
        """Label, value and note of the five most important figures."""
        total, sums = self.report.total, self.report.sums
        return [
            self._card(_("表示回数"), sums["impressions"], wording.COUNT),
            self._card(_("クリック"), sums["clicks"], wording.COUNT),
            self._card(_("クリック率"), total.ctr, wording.PERCENT),
            self._card(_("1クリックの費用"), total.cpc, wording.MONEY),
            self._card(_("費用"), sums["cost"], wording.YEN),
        ]

    def _card(self, label: str, check: FigureCheck, unit: str) -> tuple[str, str, str]:
        note = ""
        if check.reported:
            note = _("報告値と一致")
            if check.agrees is False:
                note = _("報告では %(reported)s") % {"reported": wording.reported(check, unit)}
        return label, wording.amount(check.computed, unit), note

    @property
    def findings(self) -> list[str]:
        """Sentences: best medium by clicks, rate and price; agreement of reported figures."""
        questions = [
            ("clicks", _("クリックが最も多かった媒体は、%(name)s（%(value)s）です。")),
            ("ctr", _("クリック率が最も高かった媒体は、%(name)s（%(value)s）です。")),
            ("cpc", _("クリック単価が最も安かった媒体は、%(name)s（%(value)s）です。")),
        ]
        sentences = []
        for measure, sentence in questions:
            first = [each for each in self.report.ranking(measure) if each.place == 1]
            if first:
                value = wording.amount(first[0].value, wording.BY_NAME[measure].unit)
                names = _("、").join(each.row.name for each in first)
                sentences.append(sentence % {"name": names, "value": value})
        return [*sentences, *self._agreement()]

    def _agreement(self) -> list[str]:
        """Sentences on the agreement of reported with computed figures."""
        sums = [check for check in self.report.sums.values() if check.agrees is not None]
        sentences = []
        if sums:
            wrong = sum(not check.agrees for check in sums)
            sentences.append(
                _("報告された合計%(all)d項目のうち、%(wrong)d項目が各媒体の合計と一致しません。")
                % {"all": len(sums), "wrong": wrong}
                if wrong
                else _("報告された合計%(all)d項目は、すべて各媒体の合計と一致します。")
                % {"all": len(sums)}
            )
        for measure in ("ctr", "cpc"):
            if checked := self.report.checked(measure):
                sentences.append(
                    _(
                        "報告された%(measure)s%(all)d件のうち、%(wrong)d件が計算した値と一致しません。"
                    )
                    % {
                        "measure": wording.BY_NAME[measure].label,
                        "all": checked,
                        "wrong": len(self.report.disagreeing(measure)),
                    }
                )
        return sentences

    @property
    def caution(self) -> str:
        """Sentence on what a comparison in time cannot prove."""
        if not self.kpis:
            return _(
                "相談件数などの記録がまだないため、広報の前と後で増えたかどうかは分かりません。"
            )
        return _(
            "この比較から分かるのは、時期が重なったことだけです。"
            "増減が広報によるものだとは言えません。"
        )


def report_page(campaign: Campaign) -> ReportPage:
    """Content of a campaign's report; a chart that is not drawn yet has an empty picture."""
    report = campaign.report()
    ranked, cost, kpis = figures_of(campaign, report)
    pictures = drawings_of(campaign)
    for figure in (*ranked, cost, *kpis):
        if figure:
            figure.picture = pictures.get(figure.chart.fingerprint, "")
    return ReportPage(campaign, report, ranked, cost, kpis)
