"""Answers of worker processes that are the same for the same job, whenever it is done."""

import json
from collections import OrderedDict
from hashlib import sha256

# Modules that read nothing but their job; the others are always started.
PURE = {
    "campaigns.charts.render",
    "directory.booklet.phrases",
    "directory.spreadsheets.workbook_worker",
    "directory.text.furigana",
    "directory.typesetting.typst_worker",
}
MAX_BYTES = 200_000_000


class KnownAnswers:
    """Stands for `worker_process._run`: as that, but twice the same job starts one process."""

    def __init__(self, run):
        self.run, self.known, self.size = run, OrderedDict(), 0

    def __call__(self, module, job, limits, attached, out):
        if module not in PURE:
            return self.run(module, job, limits, attached, out)
        words = json.dumps([module, job, repr(limits)]).encode()
        key = sha256(words + b"\n" + attached).digest()
        if key not in self.known:
            answer = self.run(module, job, limits, attached, out)
            self._keep(key, answer if answer is not None else _content(out))
            return answer
        if isinstance(out, int):
            return self.known[key]
        out.write(self.known[key])
        return None

    def _keep(self, key: bytes, answer: bytes) -> None:
        self.known[key] = answer
        self.size += len(answer)
        while self.size > MAX_BYTES:
            self.size -= len(self.known.popitem(last=False)[1])


def _content(file) -> bytes:
    file.seek(0)
    return file.read()
