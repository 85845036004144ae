"""The contract between the services: records, topics and the codec. Imports nothing of ours."""
