"""Language identification: which language and script a text is written in."""
