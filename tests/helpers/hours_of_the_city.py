"""The reception hours of the city's 24 windows as values, and the calendar that tests go by.

Entered by hand from windows.csv and updates.csv. The booklet's preface says that a window is closed
on holidays and at year end unless noted; where neither it nor a window's source gives hours, they
are unknown.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

import holidays

from directory.hours import TOKYO, DayCalendar, OnHolidays, Rule, Schedule

COVERS_FROM, COVERS_UNTIL = date(2025, 1, 1), date(2028, 12, 31)
CALENDAR = DayCalendar(
    holidays=dict(holidays.Japan(years=range(2025, 2029), language="ja")),
    covers_from=COVERS_FROM,
    covers_until=COVERS_UNTIL,
)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
MONDAY_TO_FRIDAY = range(5)
EVERY_DAY = range(7)


def at(text: str) -> datetime:
    """The instant at which Tokyo's clocks show it, as in "2026-09-24 8:30"."""
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    return datetime(*map(int, day.split("-")), hour, minute, tzinfo=TOKYO)


def rule(weekdays, opens: float, closes: float, **marks) -> Rule:
    """A rule with its times in hours, as in 8.5 for 8:30."""
    return Rule(frozenset(weekdays), int(opens * 60), int(closes * 60), **marks)


class CityWindow(NamedTuple):
    """A row of windows.csv: its subject, name and hours, and the hours as values."""

    subject: str
    name: str
    booklet: str
    schedule: Schedule


OFFICE = Schedule((rule(MONDAY_TO_FRIDAY, 8.5, 17.25),))
OFFICE_TEXT = "月曜日～金曜日 8:30～17:15"
JUDICIAL_SCRIVENER = Schedule(
    (
        rule(
            [THURSDAY],
            9.5,
            11.5,
            nth_weeks=frozenset({3}),
            label="認定司法書士による",
            by_reservation=True,
            tentative=True,
        ),
    )
)
CONSUMER_CENTRE = Schedule((rule(MONDAY_TO_FRIDAY, 9, 12), rule(MONDAY_TO_FRIDAY, 13, 16)))
YOUTH_STATION = Schedule(
    (rule([MONDAY, TUESDAY, THURSDAY, FRIDAY, SATURDAY], 9, 18),),
    shifted_closing_days=frozenset({WEDNESDAY}),
)
CONVENI_NET = Schedule((rule([MONDAY, TUESDAY, THURSDAY, FRIDAY], 10, 16),))
NINE_TO_FIVE = Schedule((rule(MONDAY_TO_FRIDAY, 9, 17),))
UNKNOWN = Schedule()
GENKOKO_ROOM = Schedule(
    (rule(set(EVERY_DAY) - {THURSDAY}, 10, 19),),
    opens_on_holidays=True,
)
WITHDRAWAL_LINE = Schedule((rule(MONDAY_TO_FRIDAY, 9, 16),))
SUICIDE_LINE_BY_DAY = Schedule((rule(MONDAY_TO_FRIDAY, 13, 16),))
SUICIDE_LINE_BY_NIGHT = Schedule(
    (
        rule(MONDAY_TO_FRIDAY, 16, 24),
        rule([SATURDAY, SUNDAY], 9, 24),
        rule([], 9, 24, on_holidays=OnHolidays.ONLY),
    ),
    # Its source says nothing of the year end: unknown, not guessed.
    closes_at_year_end=None,
)
ROUND_THE_CLOCK = Schedule(
    (rule(EVERY_DAY, 0, 24),), opens_on_holidays=True, closes_at_year_end=False
)
INOCHI_SOS = replace(
    ROUND_THE_CLOCK,
    # Its source says nothing of the year end either.
    closes_at_year_end=None,
    rules=(
        rule([MONDAY, THURSDAY, FRIDAY], 0, 24),
        rule([TUESDAY, WEDNESDAY, SATURDAY, SUNDAY], 6, 24),
    ),
)
EVERY_DAY_ROUND_THE_CLOCK = replace(ROUND_THE_CLOCK, closes_at_year_end=None)
CHILDLINE = Schedule((rule(EVERY_DAY, 16, 21),), opens_on_holidays=True)

WINDOWS = [
    CityWindow(*row)
    for row in [
        ("経済的な困りごとの相談", "伊勢市生活サポートセンター「あゆみ」", OFFICE_TEXT, OFFICE),
        ("生活保護の相談", "伊勢市生活支援課", OFFICE_TEXT, OFFICE),
        (
            "多重債務についての相談（認定司法書士による）",
            "伊勢市消費生活センター",
            "※認定司法書士による 原則、第3木曜日 9:30～11:30",
            JUDICIAL_SCRIVENER,
        ),
        (
            "多重債務についての相談",
            "伊勢市消費生活センター",
            "月曜日～金曜日 9:00～12:00、13:00～16:00",
            CONSUMER_CENTRE,
        ),
        ("市営住宅・空家の相談", "伊勢市住宅政策課", OFFICE_TEXT, OFFICE),
        ("仕事探しに関する相談", "ハローワーク伊勢（伊勢公共職業安定所）", OFFICE_TEXT, OFFICE),
        (
            "仕事探しに関する相談",
            "いせ若者就業サポートステーション",
            "月曜日、火曜日、木曜日～土曜日 9:00～18:00 ※水曜日が祝日の場合は翌平日も休み",
            YOUTH_STATION,
        ),
        (
            "働きづらさを抱えた人の就労に関する相談（年齢不問）",
            "特定非営利活動法人いせコンビニネット",
            "月・火・木・金曜日 10:00～16:00",
            CONVENI_NET,
        ),
        (
            "障がい・重病の人に関する就労相談",
            "障がい者就業・生活支援センター「いこい」",
            "月曜日～金曜日 9:00～17:00",
            NINE_TO_FIVE,
        ),
        ("どこに相談したらよいか迷ったとき", "伊勢市福祉生活相談センター", "", UNKNOWN),
        (
            "福祉に関する相談",
            "伊勢市社会福祉協議会サテライト「げんここるーむ」",
            "毎日 10:00～19:00（木曜日と年末年始は休み）",
            GENKOKO_ROOM,
        ),
        (
            "ひきこもり専門電話相談",
            "三重県ひきこもり地域支援センター",
            "月曜日～金曜日 9:00～16:00",
            WITHDRAWAL_LINE,
        ),
        (
            "自殺予防・自死遺族電話相談",
            "三重県こころの健康センター",
            "月曜日～金曜日 13:00～16:00",
            SUICIDE_LINE_BY_DAY,
        ),
        (
            "自殺予防夜間・休日電話相談",
            "三重県こころの健康センター",
            "平日 16:00～24:00、土・日曜日と祝日 9:00～24:00",
            SUICIDE_LINE_BY_NIGHT,
        ),
        (
            "暮らしの困りごと・悩みごとの電話相談",
            "よりそいホットライン",
            "24時間・年中無休",
            ROUND_THE_CLOCK,
        ),
        ("こころの健康の電話相談", "こころの健康相談統一ダイヤル", "", UNKNOWN),
        (
            "死にたい・消えたい気持ちの電話相談",
            "#いのちSOS",
            "毎日 24時間",
            EVERY_DAY_ROUND_THE_CLOCK,
        ),
        (
            "いじめなど子どものSOS相談",
            "24時間子供SOSダイヤル",
            "24時間・年中無休",
            ROUND_THE_CLOCK,
        ),
        (
            "18歳までの子どものための電話",
            "チャイルドライン",
            "毎日 16:00～21:00（12月29日～1月3日は休み）",
            CHILDLINE,
        ),
        (
            "児童虐待の通告・子育ての相談",
            "児童相談所虐待対応ダイヤル",
            "24時間・年中無休",
            ROUND_THE_CLOCK,
        ),
        ("子どもの人権の相談", "こどもの人権110番", OFFICE_TEXT, OFFICE),
        ("女性の人権の相談（DV・セクハラなど）", "女性の人権ホットライン", OFFICE_TEXT, OFFICE),
        (
            "差別・虐待・ハラスメントなど人権の相談",
            "みんなの人権110番",
            OFFICE_TEXT,
            OFFICE,
        ),
        ("悪質商法・契約トラブルの相談", "消費者ホットライン", "", UNKNOWN),
    ]
]
