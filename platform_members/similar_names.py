"""Similarity of names: probably two spellings of one organisation.

Pure: plain text in, plain values out. A wrong alarm costs a clerk one tick; a missed one costs
the directory a second いせコンビネット.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher

from directory.text.normalise import fold

# What a body is, not what it is called: stands before or after the name, the longest first.
LEGAL_FORMS = """
認定特定非営利活動法人 特定非営利活動法人 認定NPO法人 NPO法人 NPO
労働者協同組合 一般社団法人 公益社団法人 一般財団法人 公益財団法人 社会福祉法人 独立行政法人
社団法人 財団法人 医療法人 学校法人 宗教法人 株式会社 有限会社 合同会社 合資会社 任意団体
"""
FOLDED_FORMS = [fold(form) for form in LEGAL_FORMS.split()]
ALIKE = 0.75  # of the characters, in the same order
SAME_START = 4  # characters: いせコンビニネット and いせコンシェルジュ
LONGEST = 200  # characters compared; no name is longer


def core(name: str, place: str = "") -> str:
    """Return what remains of a name without its legal form, spaces and the city's own name.

    >>> core("特定非営利活動法人　いせコンビニネット"), core("伊勢市健康課", "伊勢市")
    ('いせこんびにねっと', '健康課')
    """
    text = fold(name[:LONGEST]).replace(" ", "")
    for form in FOLDED_FORMS:
        text = text.removeprefix(form).removesuffix(form)
    return text.removeprefix(fold(place)) or text


def alike(one: str, other: str, place: str = "") -> bool:
    """Whether a clerk should be asked if two names mean the same body."""
    one, other = core(one, place), core(other, place)
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= SAME_START and (short in long or short[:SAME_START] == long[:SAME_START]):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def similar(name: str, others: Iterable[str], place: str = "") -> list[str]:
    """Those of the other names that a clerk should compare with a name, the same name included."""
    return [other for other in others if alike(name, other, place)]
