"""TOML that people write: read, checked key by key, explained in a sentence.

One description of a file (`shapes`) reads it, says what is wrong with it, and
becomes its JSON Schema: the three cannot disagree.
"""
