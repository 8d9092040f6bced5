"""The notice above search results when a question tells of danger: what it says, and its numbers.

Made without the database when that does not answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models import DangerKind, DangerLine, Window
from directory.search.danger import Kind
from directory.search.known import danger_lines
from directory.text import phones


@dataclass(frozen=True)
class Line:
    """One line of the notice: the name, the number as printed, a word on it.

    `address` of the window's page where that is reached without a voice (chat), for those who
    cannot speak. `languages` in which it answers; none where that is not known.
    """

    name: str | Promise
    printed: str = ""
    about: str | Promise = ""
    page: str = ""
    languages: tuple[str | Promise, ...] = ()

    @property
    def href(self) -> str:
        """What a tap opens: the telephone with this number, or the page."""
        return self.page or f"tel:{phones.dialled(self.printed).replace('#', '%23')}"


# National numbers, as their operators publish them. 110, 119: National Police Agency, Fire and
# Disaster Management Agency. #9110: police consultation (National Police Agency). 189: child
# guidance centres, free since 2019-12-03; 0120-189-783: their line for parents, free since
# 2021-07-01 (Children and Families Agency; Miyagi Prefecture's page on 189). #8008: DV相談ナビ,
# 0120-279-889: DV相談＋, #8891: one-stop centres for victims of sexual violence (Cabinet Office).
# #8103: police line for victims of sexual crime (National Police Agency). 0120-061-338: #いのちSOS
# (Lifelink), 0120-279-338: よりそいホットライン, both on the health ministry's まもろうよ こころ.
POLICE = Line(_("警察"), "110")
AMBULANCE = Line(_("救急車・消防"), "119")
POLICE_ADVICE = Line(_("警察への相談"), "#9110", _("急がないとき。近くの警察本部につながります"))
CHILD_GUIDANCE = Line(_("児童相談所"), "189", _("子どもの虐待かもと思ったら。24時間・無料"))
PARENTS = Line(_("児童相談所の相談専用ダイヤル"), "0120-189-783", _("子育てのつらさの相談。無料"))
DV_NAVI = Line(_("DV相談ナビ"), "#8008", _("近くの相談窓口につながります"))
DV_PLUS = Line(_("DV相談＋（プラス）"), "0120-279-889", _("24時間・無料"))
ONE_STOP = Line(_("性暴力の被害の相談"), "#8891", _("近くの支援センターにつながります。無料"))
SEX_CRIME = Line(_("警察の性犯罪被害相談電話"), "#8103", _("警察につながります。無料"))
INOCHI_SOS = Line(_("#いのちSOS"), "0120-061-338", _("死にたい・消えたい気持ちの相談。無料"))
YORISOI = Line(_("よりそいホットライン"), "0120-279-338", _("どんな悩みでも。24時間・無料"))


@dataclass(frozen=True)
class Words:
    """Words of the notice for one kind of danger.

    A sentence for the person, a word before the numbers; numbers before and after staff's windows,
    and those in place of the windows when the database does not answer.
    """

    sentence: str | Promise
    advice: str | Promise
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    instead: tuple[Line, ...] = ()


WORDS = {
    Kind.MEDICAL: Words(
        _("命にかかわるかもしれません。いますぐ119に電話してください。"),
        _("飲んだ薬や、いまのようすを伝えてください。迷っても、電話してかまいません。"),
        before=(AMBULANCE,),
    ),
    Kind.SUICIDE: Words(
        _("死にたいほどつらい気持ちを、ひとりでかかえないでください。"),
        _("名前を言わなくても話せます。家族や友だちのことでも、かけられます。"),
        after=(AMBULANCE, POLICE),
        instead=(INOCHI_SOS, YORISOI),
    ),
    Kind.THREAT: Words(
        _("あなたの身が心配です。いま危ないときは、すぐ110に電話してください。"),
        _("つながらないときや、声を出せないときは、近くの家や店に助けを求めてください。"),
        before=(POLICE,),
        after=(POLICE_ADVICE,),
    ),
    Kind.SEXUAL: Words(
        _("こわい思いをしましたね。あなたは、なにも悪くありません。"),
        _("どうしたいか決まっていなくても、話せます。秘密は守られます。"),
        before=(ONE_STOP,),
        after=(SEX_CRIME, POLICE),
    ),
    Kind.ABUSE: Words(
        _("ひどい目にあってよい人は、ひとりもいません。気づいたことを話してください。"),
        _("「虐待かもしれない」だけで電話してかまいません。だれが電話したかは知らせません。"),
        before=(CHILD_GUIDANCE,),
        after=(POLICE,),
    ),
    Kind.VIOLENCE: Words(
        _("なぐられてよい理由は、どこにもありません。あなたは悪くありません。"),
        _("いま危ないときは110へ。逃げる場所のことも、いっしょに考えます。"),
        before=(POLICE, DV_PLUS, DV_NAVI),
    ),
    Kind.HURTING: Words(
        _("手が出てしまうほど、追いつめられているのですね。責めるための電話ではありません。"),
        _("まず相手から離れて、ひと息ついてください。気持ちを聞く人がいます。"),
        after=(PARENTS, AMBULANCE),
        instead=(YORISOI,),
    ),
    Kind.HELP: Words(
        _("助けを求めてくださって、よかった。いま話せる人がいます。"),
        _("命や身が危ないときは、110か119へ。そのほかのことも、話を聞きます。"),
        after=(POLICE, AMBULANCE),
        instead=(YORISOI,),
    ),
}


@dataclass(frozen=True)
class Part:
    """The notice for one kind."""

    kind: str
    label: str | Promise
    sentence: str | Promise
    advice: str | Promise
    lines: list[Line]


@dataclass(frozen=True)
class Notice:
    """The whole notice: its parts, the most urgent first; each number once."""

    parts: list[Part]

    @property
    def codes(self) -> str:
        """The kinds, parted by spaces, as `data-danger` carries them."""
        return " ".join(part.kind for part in self.parts)

    @property
    def has_languages(self) -> bool:
        """Whether of any line it is known in which languages it answers."""
        return any(line.languages for part in self.parts for line in part.lines)


def read_notice(kinds: Iterable[str]) -> Notice | None:
    """Return the notice for these kinds, the most urgent first; None for none."""
    kinds = list(kinds)
    if not kinds:
        return None
    try:
        found = danger_lines()
    except DatabaseError:
        found = []
    rung: set[str] = set()
    return Notice([_part(kind, [row for row in found if row.kind == kind], rung) for kind in kinds])


def _line(window: Window) -> Line:
    names = tuple(window.language_names)
    for phone in window.telephones:
        return Line(window.name, phone.printed, window.subject, languages=names)
    return Line(window.name, "", window.subject, window.get_absolute_url(), names)


def _part(kind: str, rows: list[DangerLine], rung: set[str]) -> Part:
    words = WORDS[Kind(kind)]
    windows = [_line(row.window) for row in rows]
    lines = []
    for line in chain(words.before, windows or words.instead, words.after):
        if line.href not in rung:
            rung.add(line.href)
            lines.append(line)
    return Part(kind, DangerKind(kind).label, words.sentence, words.advice, lines)
