"""Ask Git and files once, and put the answers in values that rules can judge.

Nothing above this layer reads a changelog's files, and nothing below knows why
they are read.
"""
