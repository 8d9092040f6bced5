"""Passwords that are guessed first: words of the place and the office, years, rows of keys.

Length is what counts (12 letters, see docs/security.md), unless most of it is of this kind: what is
left of a password without such parts must be different letters enough.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_OF_ITS_OWN = 5  # different letters, beside what is guessed first
LEAST_PART = 3  # letters of a name or address that count as a word
LEAST_PLACE = 2  # letters of a place: 津市, but not 津, which is a letter of many words
WORDS = [
    "ise",
    "iseshi",
    "mie",
    "mieken",
    "futami",
    "obata",
    "misono",
    "miyagawa",
    "isuzu",
    "naiku",
    "geku",
    "okage",
    "jingu",
    "nihon",
    "japan",
    "tokyo",
    "tsunagari",
    "tunagari",
    "fukushi",
    "fukusi",
    "soudan",
    "sodan",
    "madoguchi",
    "madoguti",
    "center",
    "centre",
    "support",
    "shien",
    "seikatsu",
    "kaigo",
    "kosodate",
    "kodomo",
    "hogo",
    "shiyakusho",
    "yakusho",
    "shicho",
    "shiminka",
    "shokuin",
    "tantou",
    "tanto",
    "portal",
    "admin",
    "administrator",
    "kanri",
    "kanrisha",
    "user",
    "guest",
    "test",
    "temp",
    "login",
    "password",
    "passwd",
    "pass",
    "secret",
    "welcome",
    "hello",
    "change",
    "changeme",
    "letmein",
    "iloveyou",
    "master",
    "root",
    "system",
    "default",
    "initial",
    "sakura",
    "himawari",
    "momo",
    "hana",
    "fuji",
    "haru",
    "natsu",
    "aki",
    "fuyu",
    "arigatou",
    "arigato",
    "ohayou",
    "ohayo",
    "konnichiwa",
    "aishiteru",
    "daisuki",
    "nyanko",
    "reiwa",
    "heisei",
    "showa",
    "monday",
    "january",
    "伊勢市",
    "伊勢",
    "いせ",
    "イセ",
    "三重県",
    "三重",
    "みえ",
    "二見",
    "小俣",
    "御薗",
    "宮川",
    "五十鈴",
    "内宮",
    "外宮",
    "神宮",
    "おかげ",
    "つながり",
    "ツナガリ",
    "福祉",
    "ふくし",
    "フクシ",
    "相談",
    "そうだん",
    "窓口",
    "まどぐち",
    "センター",
    "サポート",
    "リスト",
    "支援",
    "生活",
    "介護",
    "子育て",
    "市役所",
    "役所",
    "職員",
    "担当",
    "管理者",
    "管理",
    "ポータル",
    "パスワード",
    "ログイン",
    "さくら",
    "サクラ",
    "桜",
    "ひまわり",
    "ありがとう",
    "おはよう",
    "こんにちは",
    "令和",
    "平成",
    "昭和",
    "れいわ",
    "へいせい",
]
ROWS = [
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhn",
    "!@#$%^&*()",
    "!\"#$%&'()",
    "あいうえおかきくけこさしすせそたちつてとなにぬねの",
    "アイウエオカキクケコサシスセソタチツテト",
    "いろはにほへと",
]
LEAST_OF_A_ROW = 4
YEARS = re.compile(r"(?:19|20)\d\d")
REPEATED = re.compile(r"(.+?)\1+")
SEPARATORS = re.compile(r"[\s_.-]+")
AT_THE_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class NotGuessedFirst:
    """Validator of passwords by what is left without the parts that are guessed first."""

    def validate(self, password: str, user=None) -> None:
        if len(set(own_part(password, names_of(user)))) < LEAST_OF_ITS_OWN:
            raise ValidationError(
                _(
                    "このパスワードは、すぐに推測されます。地名や役所のことば、年、名前、キーの並び、"
                    "同じ文字のくり返しは、長くしても役に立ちません。"
                    "関係のない言葉を3つか4つ並べてください。"
                ),
                code="password_guessed_first",
            )

    def get_help_text(self) -> str:
        return _("関係のない言葉を3つか4つ並べると、長くて覚えやすいパスワードになります。")


def own_part(password: str, names: list[str]) -> str:
    """Return what is left of a password without words, names, years, rows and repetitions."""
    text = SEPARATORS.sub("", _folded(password))
    for word in sorted({*WORDS, *names}, key=len, reverse=True):
        text = text.replace(_folded(word), "\0")
    text = YEARS.sub("\0", _without_rows(text))
    return AT_THE_ENDS.sub("", REPEATED.sub(r"\1", text))


def names_of(user) -> list[str]:
    """The portal's names and places, and those of the person with the parts of the address."""
    hosts = [
        urlsplit(address).hostname or "" for address in (settings.CITY_URL, settings.PORTAL_URL)
    ]
    texts = [settings.SITE_TITLE, settings.BOOKLET_TITLE, *hosts]
    texts += [user.name, user.email] if user else []
    parts = [part for text in texts for part in re.split(r"[\W_]+", text)]
    places = [settings.CITY_NAME, settings.PREFECTURE]
    places += [name[:-1] for name in places if len(name) > LEAST_PLACE]  # 三重 of 三重県
    return [*places, *(part for part in parts if len(part) >= LEAST_PART)]


def _without_rows(text: str) -> str:
    """Leave out what goes along a row of keys or letters, in either direction."""
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for length in range(len(row), LEAST_OF_A_ROW - 1, -1):
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], "\0")
    return text


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
