"""Trained artefacts; beside each stands its card: data, licence, figures, how to rebuild it."""
