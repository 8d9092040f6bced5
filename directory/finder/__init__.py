"""The finder (どこに相談したらよいか迷ったら): questions, branches, and the windows they lead to.

`guide` is pure: questions as plain values and the way through them. `read` gives them from the
database, `outcome` the windows of a way, `faults` what is wrong with the whole, `picture` its
drawing, `sheet` the 相談メモ.
"""
