"""What the directory consists of."""

from directory.models.category import Category
from directory.models.phone import Phone
from directory.models.window import Window

__all__ = ["Category", "Phone", "Window"]
