"""The modules of the four apps, for tests that read the code."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("directory", "platform_members", "campaigns", "ise_portal")
MODULES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))
OWN_FILES = MODULES + sorted(
    path for folder in ("tests", "bench", "drill") for path in (ROOT / folder).rglob("*.py")
)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠々]")


def relative(path: Path) -> str:
    """The path as a reader of the tree knows it."""
    return str(path.relative_to(ROOT))
