"""Alerting: to whom, when and how often something is told; pure rules."""
