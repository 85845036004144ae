"""The rules of news monitoring, all pure: no clock, no network, no broker, no store."""
