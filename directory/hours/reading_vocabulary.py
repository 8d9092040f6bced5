"""Words with which notices say that a window is open or closed, as parts of patterns."""


def _words(*words: str) -> str:
    """An alternative of words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


# The last letter of 開館 or 休診: what is opened or closed.
HOUSE = "[館所庁室園店校場]"
RECEIVE = f"(?:受け?付け?|実施|開設|開催|開{HOUSE}|対応|営業|相談|利用|診療|業務)"  # 祝日も開館
BE = "(?:ます|ています|ております)"
POLITE = (
    rf"です|でございます|ます|(?:と|に)な(?:ります|っています|っております)|と?(?:し|いたし){BE}"
    r"|(?:を|と?させて)(?:いただ|頂)(?:きます|いています|いております)"
)
WHEN = "(?:に(?:当|あ)たる|[とに]重なる|の)(?:場合|日(?![曜祝・、])|とき|時)に?"

# Closed
SHUT = rf"お休み|休み|休業|休診|休{HOUSE}|閉{HOUSE}|閉鎖|定休|休(?![日憩業診{HOUSE[1:-1]}])"
SHUT_DAY = rf"(?:定休|休業|休診|休{HOUSE}|閉{HOUSE})日|定休"
CLOSED = (
    _words("を除く", "除く", "除", "除き", "除いて", "除外", "のぞく", "以外")
    + "|中止|(?:受付を?)?休止"
    + rf"|(?:{SHUT_DAY})|{SHUT}"
)
# 祝日は受け付けていません.
NOT_OPEN = (
    rf"(?:{RECEIVE}(?:は?して|て|[はを]行って)?(?:いません|おりません)|{RECEIVE}(?:は?し|でき)?ません"
    rf"|{RECEIVE}(?:は?し|は?行わ)ない|行(?:い|って(?:い|おり))ません|{RECEIVE}?不可)"
)

# Open
OPEN = _words("受付可", "受付中", "対応可", "利用可", "相談可", "可", "OK") + rf"|{RECEIVE}"
AS_EVER = "(?:通常|平常|平日)(?:どおり|通り)"
