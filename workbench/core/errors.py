"""The exception for errors that the user can correct."""


class UserError(Exception):
    """An error that the user can correct.

    `message` says in one sentence what happened; `hint` says in one sentence what to do. Raised where the cause is
    known, and shown by the front end without change.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()
