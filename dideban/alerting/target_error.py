"""The one error of all targets."""


class TargetError(ValueError):
    """A target is none of its channel; `reason` says why, `fix` what to write instead."""

    def __init__(self, reason: str, fix: str = "") -> None:
        super().__init__(f"{reason}; {fix}" if fix else reason)
        self.reason = reason
        self.fix = fix
