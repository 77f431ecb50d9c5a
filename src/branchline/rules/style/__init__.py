"""How SQL looks, in the eyes of a tool that people have set up already."""

from branchline.rules.style.sqlfluff import sqlfluff

RULES = (sqlfluff,)
