"""Languages of the public pages: which there are, by address prefix; ruby and marks of language.

Japanese has no prefix. A page at `/en/windows/` is the page at `/windows/` in English. Neither
cookie nor header chooses: an address says everything, so that any cache may keep the answer.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True)
class Language:
    """One language of the interface.

    `code` is its prefix in addresses and its folder in `locale/`, `name` what its readers call it,
    `tag` what `lang` says (BCP 47). Readers of a foreign one may read no Japanese.
    """

    code: str
    name: str
    tag: str

    @property
    def prefix(self) -> str:
        """First part of its addresses: "en/"; "" for Japanese."""
        return "" if self.code == settings.LANGUAGE_CODE else f"{self.code}/"

    @property
    def is_easy(self) -> bool:
        """Whether it is easy Japanese, with furigana."""
        return self.code == EASY

    @property
    def is_foreign(self) -> bool:
        """Whether Japanese has to be marked as such in it."""
        return self.tag != "ja"


EASY = "easy"
WRITTEN = {
    language.code: language
    for language in (
        Language("ja", "日本語", "ja"),
        # No tag of its own: a screen reader has to read it as Japanese.
        Language(EASY, "やさしい日本語", "ja"),
        Language("en", "English", "en"),
        Language("pt", "Português", "pt-BR"),
        Language("vi", "Tiếng Việt", "vi"),
    )
}


def offered() -> list[Language]:
    """Languages that are switched on, in the order of the switch."""
    return [WRITTEN[code] for code, _name in settings.LANGUAGES]


def current() -> Language:
    """Language of this request; Japanese outside of requests."""
    return WRITTEN.get(get_language() or "", WRITTEN[settings.LANGUAGE_CODE])


def language_of(path: str) -> Language:
    """Language of the page at a path; Japanese for what no language claims."""
    first = path.lstrip("/").partition("/")[0]
    return next((each for each in offered() if each.prefix == f"{first}/"), offered()[0])


def bare(path: str) -> str:
    """Path of the same page in Japanese."""
    return "/" + path.removeprefix(f"/{language_of(path).prefix}").lstrip("/")


def here(path: str) -> str:
    """Path in the language of this request, of a page at a path in Japanese."""
    return f"/{current().prefix}{path.lstrip('/')}"
