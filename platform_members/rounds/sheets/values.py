"""Reading of single cells of the sharing sheet. Pure."""

import re

from django.utils.translation import gettext as _

from directory.fields import longest_of
from directory.spreadsheets import cells
from directory.text.folding import lookup_key
from directory.text.tidy import tidy
from platform_members.models import Programme
from platform_members.rounds.sheets.layout import CHOICES, DEVELOPMENT

_DASH = re.compile(r"[-‐－—―–ー\s]*")
# Number or mark that people set before a choice: ①周知・啓発, (2)社会参加, ○就労支援.
_MARK = re.compile(r"^(?:\d{1,2}|[○◯〇●◎■□◆☑✓✔])")
_ALSO_SAID = {
    "status": {"新": "new", "既": "existing", "継続": "existing"},
    "delivery": {"補助金": "subsidised", "委託事業": "outsourced", "直営事業": "direct"},
}
_NOTHING = {"該当なし", "該当無し", "該当事業なし", "該当事業無し", "該当する事業なし"}
_NOTHING |= {"該当ありません", "該当はありません", "該当する事業はありません", "なし", "無し"}
_NOTHING |= {"特になし", "特に無し", "事業なし"}


def is_blank(cell) -> bool:
    """Whether a cell holds nothing that a person can see."""
    return cell is None or (not isinstance(cell, cells.Formula) and not str(cell).strip())


def seen(cell) -> str:
    """A cell's text as a person finds it, to name what is left out."""
    return _("（数式）") if isinstance(cell, cells.Formula) else str(cell).strip()


def says_nothing(row_cells: list) -> bool:
    """Whether a line says that a department has nothing to report (該当なし), and no more."""
    texts = [seen(cell) for cell in row_cells]
    words = [text for text in texts if not _DASH.fullmatch(text)]
    return bool(words) and all(lookup_key(text).rstrip("。") in _NOTHING for text in words)


def read_value(name: str, cell) -> str:
    """Value of a cell of a column. Raises CellFault."""
    if name in CHOICES:
        return _read_choice(name, cell)
    text = tidy(cells.text_of(cell))
    if name in ("name", "npo_name", "target", "contractor"):
        text = re.sub(r"\s*\n\s*", "", text)
    if name == "contractor" and _DASH.fullmatch(text):
        return ""
    return _short_enough(name, text)


def _short_enough(name: str, text: str) -> str:
    longest = longest_of(Programme, name)
    if len(text) > longest:
        raise cells.CellFault(
            _("長すぎます（%(length)d文字）。%(longest)d文字までにしてください。")
            % {"length": len(text), "longest": longest}
        )
    return text


def _read_choice(name: str, cell) -> str:
    text = cells.one_line_of(cell)
    if _DASH.fullmatch(text):
        return ""
    choices = CHOICES[name]
    values = {lookup_key(choice.label): choice.value for choice in choices}
    values |= _ALSO_SAID.get(name, {})
    word = lookup_key(text)
    if word not in values:
        word = _MARK.sub("", word)
    if word not in values:
        raise cells.CellFault(
            _("「%(text)s」は読み取れません。%(labels)s のどれか一つを入力してください。")
            % {"text": text[:30], "labels": "、".join(map(str, choices.labels))}
        )
    return values[word]


def split_development(values: dict[str, str]) -> None:
    """Part the content from the possible developments, which the figure writes below it.

    Developments that stand there and in a column of their own are joined. Raises CellFault.
    """
    content, mark, development = values.get("content", "").partition(DEVELOPMENT)
    if mark:
        both = [development.strip(), values.get("possible_development", "")]
        values["content"] = content.strip()
        values["possible_development"] = _short_enough(
            "possible_development", "\n".join(dict.fromkeys(filter(None, both)))
        )
