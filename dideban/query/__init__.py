"""The query language and the engine that matches standing queries against an article."""
