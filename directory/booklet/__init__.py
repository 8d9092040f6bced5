"""The booklet on paper: the same record as the web's, set by Typst.

`content` makes data of windows, `press` makes pages of data in a process of its own, `shelf` keeps
what residents fetch, `preflight` tells clerks what to see to before they print.
"""
