"""The side of a host: it keeps images by content, executes runs, and answers the commands of `protocol`."""
