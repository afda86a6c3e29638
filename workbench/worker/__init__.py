"""The process boundary: messages, the serving side and the calling side."""
