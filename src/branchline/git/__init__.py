"""What Git knows: objects and history, a push as a hook hears of it, configuration.

Reading goes through the git executable alone; GitPython misses objects while a
push waits in quarantine, and serves `porcelain` only.
"""
