"""Words of the printed documents besides the windows' own facts."""

from django.conf import settings
from django.utils.translation import gettext as _


def words() -> dict:
    """The words of the booklet, of leaflets and of 相談メモ, by the name that templates use."""
    return {**_rows(), **_covers(), **_guide(), **_sheets(), **_errata()}


def _rows() -> dict:
    return {
        "columns": [_("相談内容"), _("相談・連絡先"), _("受付日時"), _("相談先所在地")],
        "page": _("%(page)sページ") % {"page": "@"},
        "unsure": _("どこに相談したらよいか迷ったら"),
        "general_help": _("どの窓口がよいか、いっしょに考えます。"),
        "urgent_title": _("今すぐ話したい・命に危険があるとき"),
        "urgent_note": _("どれも24時間・年中無休です。"),
        "round_the_clock": _("24時間"),
        "danger": _("命に危険があるとき"),
        "fax": _("ファックス"),
        "nothing": _("この分野の窓口は、準備しているところです。"),
        "notes": _("メモ（相談した日、話した人、聞いたことなど）"),
        "index_title": _("さくいん"),
        "index_intro": _("窓口と団体の名前を、五十音順に並べています。数字はページです。"),
        "back_call": _("困ったときは、ひとりで悩まず、お電話ください。"),
        "published_by": _("発行"),
    }


def _covers() -> dict:
    return {
        "keep": _("保存版"),
        "cover_subtitle": _("困ったとき、だれかに話したいときの相談窓口"),
        "cover_call": [_("ひとりで"), _("悩まず"), _("まず相談")],
        "portal_short": _("スマートフォンで見る"),
        "portal_long": _("最新の情報は、スマートフォンやパソコンでご覧になれます。"),
    }


def _guide() -> dict:
    city = {"city": _(settings.CITY_NAME), "months": settings.VERIFICATION_MONTHS}
    return {
        "guide_title": _("リストの使い方"),
        "guide_intro": _(
            "%(city)sにお住まいの方が利用できる相談機関を、内容ごとに一覧にまとめました。"
            "相談分野をマークで示しています。相談先をさがすときの参考にしてください。"
        )
        % city,
        "reservation": _("予約"),
        "reservation_means": _("前もって、電話で予約が必要です。"),
        "overdue": _("要確認"),
        "overdue_means": _(
            "最後に内容を確かめてから%(months)dか月以上たつか、まだ確かめていません。"
            "出かける前に、電話でお確かめください。"
        )
        % city,
        "qr_means": _("スマートフォンで読み取ると、その分野の最新の情報が見られます。"),
        "holidays": _("受付日時は、特に記載がない場合、祝日・年末年始は休みです。"),
        "unknown_means": _(
            "わからないことは、わからないと書いています。"
            "「資料」の一部は「くらし支援ナビ」（JUNKBRANDING、CC BY 4.0）です。"
        ),
    }


def _sheets() -> dict:
    return {
        "memo_title": _("相談メモ"),
        "memo_qr": _("この窓口の最新の情報"),
        "memo_fields": [
            [_("相談したいこと"), 4],
            [_("電話した日・話した人の名前"), 1],
            [_("聞いたこと"), 3],
            [_("つぎにすること（持っていくもの、行く日など）"), 2],
        ],
        "memo_rest": _("そのほか"),
        "memo_hours": _("受付日時"),
        "memo_place": _("所在地"),
        "finder_qr": _("同じ案内を、スマートフォンで見る"),
        "finder_answers": _("答え"),
        "finder_notes": _("メモ（相談した日、話した人、聞いたことなど）"),
    }


def _errata() -> dict:
    return {
        "errata_changed": _("内容が変わった窓口"),
        "errata_ended": _("いま掲載していない窓口"),
        "errata_added": _("新しい窓口"),
        "errata_columns": [_("項目"), _("冊子では"), _("いまは")],
    }
