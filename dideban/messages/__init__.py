"""Messages: what an alert says to its reader, in the reader's language and direction."""
