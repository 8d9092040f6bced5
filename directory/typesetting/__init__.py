"""PDFs by Typst in a worker process: booklet, leaflets, single sheets and campaign reports.

`jobs` says what one PDF is made of, `process` asks the worker, `typst_worker` is the worker.
"""
