"""The service: gateway, channels, safety, privacy, insight and staff pages. See ARCHITECTURE.md."""
