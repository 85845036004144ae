"""Reading text as its readers do: folding, tokens, stems, half-spaces, exact offsets."""
