"""What a query would have found in the archive: the few articles to look at, and what to say."""
