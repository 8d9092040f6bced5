"""The booklet on paper: the same record as the web's, set by Typst.

`content` makes data of windows, `documents` has them typeset, `pdf_cache` keeps what residents
fetch, `preflight` tells clerks what to see to before they print.
"""
