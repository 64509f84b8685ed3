"""How `names/data` is made. Run by developers only; nothing here is imported by the service."""
