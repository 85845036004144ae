"""Stories: which articles tell the same news, decided before anything matches."""
