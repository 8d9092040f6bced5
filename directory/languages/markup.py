"""Last step of a page that is not in plain Japanese: ruby for furigana, `lang` for Japanese in it.

Texts carry readings as Aozora Bunko writes them: 漢字《かんじ》, and ｜1日《ついたち》 where digits
belong to the word. So they pass through templates, escaping and formats as plain text, and become
markup in one place. In attributes, titles, options and pictures, which take no markup, the readings
go; in words that a script will show they stand in brackets.
"""

import re

from directory.languages import Language

KANJI = "一-鿿㐀-䶿々〆"
READ = "ぁ-ゖー"
KANJI_ALONE = re.compile(f"[{KANJI}]")
RUBY = re.compile(rf"(?:｜(\d{{1,2}}日)|([{KANJI}]+))《([{READ}]+)》")
READING = re.compile(rf"｜(?=\d{{1,2}}日《)|(?<=[{KANJI}])《[{READ}]+》")
# A run of Japanese, with what stands within it: 市役所 1階（5番窓口）.
LETTER = f"ぁ-ゖァ-ヺー{KANJI}"
RUN = re.compile(
    rf"[「『（【]?[{LETTER}](?:[{LETTER}・、。「」『』（）【】～]|[ \w./:-]{{1,12}}(?=[{LETTER}]))*"
)
# Words that a script shows as plain text.
FOR_SCRIPTS = re.compile(r' data-[a-z-]+="[^"]*《[^"]*"')
PIECE = re.compile(r"<(script|style|title|option|textarea|svg)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL)


def plain(text: str) -> str:
    """A text without its readings."""
    return READING.sub("", text) if "《" in text else text


def in_brackets(text: str) -> str:
    """A text with its readings in brackets, for paper and for what a script shows."""
    return RUBY.sub(r"\1\2（\3）", text) if "《" in text else text


def in_one(text: str, marked: str) -> str:
    """A text that has been marked, as one element.

    Boxes that set their parts in a row (links as large as a finger) would part it at every word.
    """
    if marked == text:
        return text
    words = marked.strip()
    return marked.replace(words, f"<span>{words}</span>", 1)


def with_ruby(text: str) -> str:
    """A text of a page with its readings above the words."""
    return in_one(text, RUBY.sub(r"<ruby>\1\2<rp>（</rp><rt>\3</rt><rp>）</rp></ruby>", text))


def with_lang(text: str) -> str:
    """A text of a page in a foreign language, with its Japanese marked as such."""
    return in_one(text, RUN.sub(r'<span lang="ja">\g<0></span>', text))


def is_untranslated(text: str, language: Language) -> bool:
    """Whether a text is in Japanese that its readers may not read: kanji without a reading."""
    if language.is_easy:
        return bool(KANJI_ALONE.search(RUBY.sub("", text)))
    return language.is_foreign and bool(RUN.search(text))


def finish(page: str, language: Language) -> str:
    """A page as its readers get it; one in Japanese stays as it is."""
    if language.is_easy:
        mark = with_ruby
    elif language.is_foreign:
        mark = with_lang
    else:
        return page

    has_lang = False

    def finished(piece: re.Match) -> str:
        nonlocal has_lang
        if piece[0][0] == "<":
            has_lang = ' lang="' in piece[0]
            if piece[0].startswith("<option") and language.is_foreign and RUN.search(piece[0]):
                return piece[0].replace("<option", '<option lang="ja"', 1)
            return plain(FOR_SCRIPTS.sub(lambda words: in_brackets(words[0]), piece[0]))
        return piece[0] if has_lang and language.is_foreign else mark(piece[0])

    return PIECE.sub(finished, page)
