"""Defect: a secret that a template has generated contains punctuation, spaces and digits whatever
``GenerateSecretString`` excludes; only its length and ``ExcludeCharacters`` are looked at.

The service's own GetRandomPassword honours all of it, so the template's secret is made by that.

Probe: "generates a secret in a template by GenerateSecretString".
"""

import json

_FLAGS = (
    "ExcludeNumbers",
    "ExcludePunctuation",
    "ExcludeUppercase",
    "ExcludeLowercase",
    "IncludeSpace",
    "RequireEachIncludedType",
)


def _as_boolean(value) -> bool:
    return value if isinstance(value, bool) else str(value).lower() == "true"


def apply() -> None:
    from ministack.services import secretsmanager
    from ministack.services.cloudformation import provisioners

    def secret_string(props):
        wanted = props.get("GenerateSecretString")
        if props.get("SecretString") or not wanted:
            return props.get("SecretString", "")
        request = {name: _as_boolean(wanted[name]) for name in _FLAGS if name in wanted}
        request["PasswordLength"] = int(wanted.get("PasswordLength", 32))
        request["ExcludeCharacters"] = wanted.get("ExcludeCharacters", "")
        status, _headers, body = secretsmanager._get_random_password(request)
        answer = json.loads(body)
        if status != 200:
            raise ValueError(answer.get("message") or answer.get("Message"))
        if "SecretStringTemplate" not in wanted:
            return answer["RandomPassword"]
        content = json.loads(wanted["SecretStringTemplate"])
        content[wanted["GenerateStringKey"]] = answer["RandomPassword"]
        return json.dumps(content)

    provisioners._sm_secret_string = secret_string
