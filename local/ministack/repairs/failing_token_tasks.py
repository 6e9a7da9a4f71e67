"""Defect: a function that throws in a ``.waitForTaskToken`` task is ignored, and the task waits for a
call-back that nobody will send until ``TimeoutSeconds``. On AWS the task fails at once with the error's
name, and Retry and Catch see it.

Probe: "fails a token task at once when its function throws".
"""

import contextvars

_waiting_for: contextvars.ContextVar[str | None] = contextvars.ContextVar("waiting_for", default=None)


def apply() -> None:
    from ministack.services import stepfunctions

    call = stepfunctions._call_lambda
    wait = stepfunctions._invoke_with_callback

    def call_lambda(func_ref, event):
        try:
            return call(func_ref, event)
        except stepfunctions._ExecutionError as thrown:
            pending = stepfunctions._task_tokens.get(_waiting_for.get())
            if pending is not None:
                pending["error"] = {"Error": thrown.error, "Cause": thrown.cause}
                pending["event"].set()
            raise

    def invoke_with_callback(resource, input_data, token, state_def):
        reset = _waiting_for.set(token)
        try:
            return wait(resource, input_data, token, state_def)
        finally:
            _waiting_for.reset(reset)

    stepfunctions._call_lambda = call_lambda
    stepfunctions._invoke_with_callback = invoke_with_callback
