"""What a resident typed, taken apart: words that carry weight, and telephone numbers."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from directory.text.normalise import Folded, trace

# More than a person types to find a window; the rest is not searched for. The box takes more,
# because danger is read in the whole.
LONGEST = 100
LONGEST_TYPED = 2_000
MOST_READ = 10_000
MOST_WORDS = 8

AMOUNT = r"[0-9一二三四五六七八九十百千万何数]+(?:か?[月日年週]間?|[歳円人回度分]|時間)"
CHUNK = re.compile(rf"{AMOUNT}|[0-9a-z]*[一-鿿々]+(?:ども)?|[ァ-ヺー]+|[0-9a-z]+|[ぁ-ゖー]+")
KANJI_END = re.compile(r"[一-鿿々]$")
HIRAGANA = re.compile(r"[ぁ-ゖー]+")
# Words that say that a person asks, not what for.
ASKING = """
相談 窓口 電話 番号 電話番号 連絡 連絡先 場所 案内 情報 方法 質問 今月 今日 自分
ください ありますか ありません いいですか わかりません どうしたら どうすれば
おしえて こまって すみません おねがい したい です ます について について知りたい どこ
予約 休日 夜間 深夜 平日 土曜日 日曜日 祝日 いつ なに どう こと もの という として
している されて ている いいの どんな あります います なって
"""
WEAK = set(ASKING.split())
# Before these a lone kanji is a noun (手を, 母の), not the stem of a verb (書かれた, 行けない).
AFTER_A_NOUN = (
    *"がをにはのともへでや",
    *("から", "より", "まで", "だけ", "ばかり", "しか", "なし", "です", "だ"),
)
# Lone kanji that say nothing of a trouble.
WEAK_KANJI = frozenset("何誰私僕俺君様時事所方人日月年度回件中上下前後今毎間名本市町県国者的等")
PARTICLES = (
    "ください",
    "について",
    "でしょう",
    "ました",
    "ません",
    "でした",
    "している",
    "という",
    "です",
    "ます",
    "から",
    "まで",
    "など",
    "だけ",
    "って",
    "ので",
    "けど",
    *"はがをにでともへのやかなねよだ",
)


def name_city(name: str) -> None:
    """Let the name of the portal's own city say nothing: 伊勢市, 伊勢."""
    WEAK.update({trace(name).text, trace(re.sub("[市区町村]$", "", name)).text})


@dataclass(frozen=True)
class Query:
    """A question: all of it, what of it is searched for, and that in the one spelling."""

    whole: str
    typed: str
    folded: Folded

    @property
    def was_cut(self) -> bool:
        """Whether only the beginning of what was typed is searched for."""
        return len(self.whole) > len(self.typed)

    @cached_property
    def parts(self) -> list[str]:
        """What stands between spaces, as typed; digits that belong to one number are joined."""
        joined = re.sub(r"(?<=\d) (?=\d)", "", self.folded.text)
        return list(dict.fromkeys(joined.split()))[:MOST_WORDS]

    @property
    def words(self) -> list[str]:
        """The words that carry weight: no particles and no politeness."""
        return self._words_and_stems[0]

    @property
    def stems(self) -> list[str]:
        """Lone kanji of verbs and adjectives (襲 of 襲われた): meaning that `words` do not hold."""
        return self._words_and_stems[1]

    @cached_property
    def _words_and_stems(self) -> tuple[list[str], list[str]]:
        words: list[str] = []
        stems: list[str] = []
        previous = ""
        for chunk, apart, rest in _chunks(self.folded.written):
            kana = HIRAGANA.fullmatch(chunk)
            okurigana = kana and not apart and KANJI_END.search(previous)
            previous = chunk
            word = trace(_bare(chunk) if kana else chunk).text
            if okurigana or word in WEAK or _bare(word, shortest=2) in WEAK:
                continue
            if len(word) > 1:
                words.append(word)
            elif KANJI_END.search(word) and word not in WEAK_KANJI:
                is_noun = not rest or rest.startswith(AFTER_A_NOUN)
                (words if is_noun else stems).append(word)
        return list(dict.fromkeys(words))[:MOST_WORDS], stems

    @cached_property
    def joined(self) -> str:
        """The whole question without spaces."""
        return self.folded.text.replace(" ", "")

    def piece(self, covered: Collection[int]) -> str:
        """What was typed from the first to the last of these places in `joined`."""
        places = [place for place, letter in enumerate(self.folded.text) if letter != " "]
        origin = [*self.folded.origin, len(self.typed)]
        first, last = places[min(covered)], places[max(covered)]
        return self.typed[origin[first] : origin[last + 1]].strip()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that could be searched."""
        return not self.folded.text

    def says_only(self, word: str) -> bool:
        """Whether the question is this word and nothing else, save particles and politeness."""
        return self.joined.startswith(word) and _bare(self.joined, shortest=len(word)) == word


def parse(text: str) -> Query:
    """Take apart what was typed; any text will do, and of a long one only the beginning counts."""
    printable = "".join(c for c in text[:MOST_READ] if c.isprintable() or c.isspace())
    whole = " ".join(printable.split())
    typed = whole[:LONGEST]
    if len(whole) > LONGEST and " " in typed:
        typed = typed.rpartition(" ")[0]  # not half a word
    return Query(whole, typed, trace(typed))


def is_amount(word: str) -> bool:
    """Whether a word tells only how many or how long (三か月, 500円)."""
    return bool(re.fullmatch(AMOUNT, word))


def is_number(part: str) -> bool:
    """Whether a part of a question can be a telephone number or the end of one."""
    return part.isdecimal() and len(part) >= 3


def _chunks(written: str) -> Iterator[tuple[str, bool, str]]:
    """Runs of one script, each with whether a break precedes it, and the rest up to a space."""
    for token in written.split():
        apart = True
        for match in CHUNK.finditer(token):
            yield match[0], apart, token[match.end() :]
            apart = False


def _bare(word: str, shortest: int = 3) -> str:
    """Take particles and politeness off the end while enough of a word is left."""
    trimmed = True
    while trimmed:
        trimmed = False
        for particle in PARTICLES:
            if word.endswith(particle) and len(word) - len(particle) >= shortest:
                word, trimmed = word[: -len(particle)], True
                break
    return word
