"""The processes of the pipeline, one folder each."""
