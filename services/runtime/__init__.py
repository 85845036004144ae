"""The plumbing every service shares; it knows nothing of news."""
