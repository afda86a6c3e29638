"""The worker process: its messages, its client and its server."""
