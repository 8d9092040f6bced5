"""Search document of a window."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class WindowSearch(models.Model):
    """Search document: the words of a window, written by `directory.search.index` only.

    `vector` holds pairs and triples of characters and parts of telephone numbers; `text` is the
    same words in the one spelling, title first, to check again what they have found. Neither holds
    anything of a confidential location.
    """

    window = models.OneToOneField(
        "directory.Window", models.CASCADE, primary_key=True, related_name="search"
    )
    vector = SearchVectorField()
    text = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = _("検索用の索引")
        indexes = [GinIndex(fields=["vector"], name="window_search_pairs")]

    def __str__(self) -> str:
        return self.text
