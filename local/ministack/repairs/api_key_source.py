"""Defect: a template's ``ApiKeySourceType`` is dropped when the API is created, and where
``apiKeySource: AUTHORIZER`` is set otherwise it is ignored. Methods that require an API key look for
it in the ``x-api-key`` header whatever the API says, so the ``usageIdentifierKey`` that an authorizer
answers with is never used and every call is refused with 403.

Probe: "passes a request through a REQUEST authorizer with its context, API keys coming from the authorizer".
"""

import contextvars

# Rides along in the authorizer's context, since that is what the emulator's authorizer cache keeps.
_CARRIER = "nodal-usage-identifier-key"

_usage_key: contextvars.ContextVar[str | None] = contextvars.ContextVar("usage_key", default=None)


def apply() -> None:
    from ministack.services import apigateway_v1 as gateway
    from ministack.services.cloudformation import provisioners

    invoke = gateway._invoke_authorizer_lambda
    authorize = gateway._authorize_request_v1
    from_header = gateway._api_key_from_request

    async def invoke_authorizer_lambda(*args, **kwargs):
        result = await invoke(*args, **kwargs)
        answer = result.get("body") if isinstance(result, dict) else None
        if isinstance(answer, dict) and answer.get("usageIdentifierKey"):
            context = {**(answer.get("context") or {}), _CARRIER: answer["usageIdentifierKey"]}
            result = {**result, "body": {**answer, "context": context}}
        return result

    async def authorize_request(api_id, *args, **kwargs):
        error, context = await authorize(api_id, *args, **kwargs)
        from_authorizer = (gateway._rest_apis.get(api_id) or {}).get("apiKeySource") == "AUTHORIZER"
        context = dict(context) if context else context
        key = context.pop(_CARRIER, "") if context else ""
        # ``None`` means "read the header"; an empty key is a missing one.
        _usage_key.set(key if from_authorizer else None)
        return error, context

    def api_key_from_request(headers):
        key = _usage_key.get()
        return from_header(headers) if key is None else key

    handlers = provisioners._RESOURCE_HANDLERS["AWS::ApiGateway::RestApi"]
    create = handlers["create"]

    def create_rest_api(logical_id, props, stack_name):
        api_id, attributes = create(logical_id, props, stack_name)
        gateway._rest_apis[api_id]["apiKeySource"] = props.get("ApiKeySourceType", "HEADER")
        return api_id, attributes

    handlers["create"] = create_rest_api
    gateway._invoke_authorizer_lambda = invoke_authorizer_lambda
    gateway._authorize_request_v1 = authorize_request
    gateway._api_key_from_request = api_key_from_request
