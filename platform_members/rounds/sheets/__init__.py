"""The information-sharing sheet (情報交換・共有シート): its layout, reading filled ones, writing.

`layout` says what the sheet looks like, `reading` makes rows of uploaded files, `comparing` says
what they would change, `collating` arranges programmes as the report's figure, `writing` makes
Excel files. Nothing here touches the database.
"""
