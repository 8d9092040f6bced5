"""Lists of meetings, as the report writes them."""

# The report's list, as it is copied from there; meeting 3 is dated a Monday, which was a Tuesday.
REPORTED = """No.\t日時\t打合せ相手団体\t議題
1\t11/29(火) 15:30-17:00\t伊勢市\t事業説明、今後のスケジュール共有
3\t12/13(月) 15:00-16:00\t伊勢市\t試行的事業の仕様について
4\t12/22(木) 10:00-12:00\t伊勢市\t第 2 回 PF 準備会議
6\t1/31(火) 10:00-15:00\t伊勢市\t第 1 回 PF 会議、設立記念講演会
8\t2/9(木) 14:00-15:00\tNPO法人いせコンビニネット\tヒアリング
"""
