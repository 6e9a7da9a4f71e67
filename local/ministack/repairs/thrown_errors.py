"""Defect: an error that a Node.js handler throws loses its name (every one becomes
``Runtime.HandlerError``), and its worker is killed, so the next call pays for a cold start. On AWS
``errorType`` is the error's name, which Step Functions matches in Retry and Catch, and the execution
environment lives on.

The worker hands the error over as an ordinary result; it is turned back into an error on this side.

Probes: "names a thrown error and keeps its worker", "catches an error in a workflow by its name".
"""

_MARK = "thrown-by-handler"

_SETTLED_WITH_ERROR = """_realStdoutWrite(JSON.stringify({
            status: "error", error: String(err.message || err), trace: err.stack || ""
          }) + "\\n");"""

_THROWN_AT_ONCE = """_realStdoutWrite(JSON.stringify({
        status: "error", error: e.message, trace: e.stack
      }) + "\\n");"""


def _handed_over(variable: str) -> str:
    return (
        '_realStdoutWrite(JSON.stringify({ status: "ok", result: { "%s": {'
        " errorType: String((%s && %s.name) || typeof %s),"
        " errorMessage: String((%s && %s.message) || %s),"
        ' trace: String((%s && %s.stack) || "").split("\\n") } } }) + "\\n");'
    ) % (_MARK, *[variable] * 8)


def apply() -> None:
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    for original, variable in ((_SETTLED_WITH_ERROR, "err"), (_THROWN_AT_ONCE, "e")):
        if script.count(original) != 1:
            raise SystemExit("thrown_errors: MiniStack's worker has changed; run the probes without it")
        script = script.replace(original, _handed_over(variable))
    lambda_runtime._NODEJS_WORKER_SCRIPT = script

    execute = lambda_svc._execute_function_warm

    def execute_function_warm(func, event, request_id):
        result = execute(func, event, request_id)
        body = result.get("body") if isinstance(result, dict) else None
        if not (isinstance(body, dict) and set(body) == {_MARK}):
            return result
        thrown = body[_MARK]
        log = "\n".join(filter(None, [result.get("log", ""), *thrown["trace"]]))
        return {"body": thrown, "error": True, "log": log}

    lambda_svc._execute_function_warm = execute_function_warm
