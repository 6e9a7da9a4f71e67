"""Defect: after each call the emulator waits 50 ms for a function's first log line, so a function that
logs nothing, such as an authorizer, answers that much late. Its lines are in the pipe before its answer
is, so a few milliseconds are enough.

Probe: "answers for a function that logs nothing without waiting for its log".
"""

_FIRST_LINE_SECONDS = 0.004


def apply() -> None:
    from ministack.core.lambda_runtime import Worker

    drain = Worker._drain_stderr_bounded

    def drain_stderr_bounded(self):
        return drain(self, first_line_wait=_FIRST_LINE_SECONDS)

    Worker._drain_stderr_bounded = drain_stderr_bounded
