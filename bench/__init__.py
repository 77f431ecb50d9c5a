"""Measurements, side by side with something else in the same run.

Milliseconds say more about a machine than about a program: what is kept and
compared is how many times the other thing's time something takes.
"""
