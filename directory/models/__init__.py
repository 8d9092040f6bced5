"""What the directory consists of."""

from directory.models.category import Category
from directory.models.phone import Phone
from directory.models.search_term import SearchTerm, SearchTermWindow
from directory.models.window import Window
from directory.models.window_search import WindowSearch

__all__ = ["Category", "Phone", "SearchTerm", "SearchTermWindow", "Window", "WindowSearch"]
