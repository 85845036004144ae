"""Things named in a text: people, places, organisations, facilities, and measured amounts."""
