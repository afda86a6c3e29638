"""The one error a person can cause."""


class UserError(Exception):
    """Something the person at the keyboard can mend.

    `message` is one sentence that says what is wrong; `hint` is one sentence that says the way out.
    Raised where the cause is known and shown by the front end as it stands.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()
