"""What a resident typed, taken apart: words that carry weight, and telephone numbers."""

import re
from dataclasses import dataclass
from functools import cached_property

from directory.search.normalise import Folded, trace

# More than anybody types to find a window; the rest is not searched for. The box takes more,
# because danger is read in the whole.
LONGEST = 100
LONGEST_TYPED = 2_000
MOST_READ = 10_000
MOST_WORDS = 8

CHUNK = re.compile(r"[0-9a-z]*[一-鿿々]+(?:ども)?|[ァ-ヺー]+|[0-9a-z]+|[ぁ-ゖー]+")
KANJI_END = re.compile(r"[一-鿿々]$")
HIRAGANA = re.compile(r"[ぁ-ゖー]+")
# Words that say that somebody asks, not what for.
ASKING = """
相談 窓口 電話 番号 電話番号 連絡 連絡先 場所 案内 情報 方法 質問 今月 今日 自分
伊勢 伊勢市 ください ありますか ありません いいですか わかりません どうしたら どうすれば
おしえて こまって すみません おねがい したい です ます について について知りたい どこ
いつ なに どう こと もの という として している されて ている いいの どんな あります
います なって
"""
WEAK = frozenset(ASKING.split())
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

    @cached_property
    def words(self) -> list[str]:
        """The words that carry weight: no particles, no politeness, no lone character."""
        found, after = [], ""
        for chunk, apart in _chunks(self.folded.written):
            okurigana = not apart and KANJI_END.search(after) and HIRAGANA.fullmatch(chunk)
            after = chunk
            if okurigana:
                continue
            word = _bare(chunk) if HIRAGANA.fullmatch(chunk) else chunk
            word = trace(word).text
            if len(word) > 1 and word not in WEAK and _bare(word, shortest=2) not in WEAK:
                found.append(word)
        return list(dict.fromkeys(found))[:MOST_WORDS]

    @cached_property
    def joined(self) -> str:
        """The whole question without spaces."""
        return self.folded.text.replace(" ", "")

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
    typed = whole[:LONGEST].rstrip()
    return Query(whole, typed, trace(typed))


def is_number(part: str) -> bool:
    """Whether a part of a question can be a telephone number or the end of one."""
    return part.isdecimal() and len(part) >= 3


def _chunks(written: str):
    """Give (chunk, apart): runs of one script, and whether a space or the start precedes it."""
    for token in written.split():
        apart = True
        for match in CHUNK.finditer(token):
            yield match[0], apart
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
