"""What a spreadsheet would calculate instead of showing it. Imports nothing of ours."""

import re

# A cell that begins so would be calculated by Excel instead of shown.
# Signs that are these in another width or size count: some programs read them as the others; and
# letters that show nothing may stand before them.
_UNSEEN = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
FORMULA = re.compile(rf"'*[{_UNSEEN}]*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺₌₊\t\r]")
