"""The rules of news monitoring, as functions of their arguments alone."""
