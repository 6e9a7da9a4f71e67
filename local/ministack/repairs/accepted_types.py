"""Defect: CloudFormation refuses a whole template for one resource type that the emulator does not
know. The types below watch or protect a deployment without being called by it, so they are accepted and
do nothing; the templates that are deployed here are then the ones that are deployed to AWS.

Probe: "accepts the resource types that only watch or protect".
"""

_TYPES = (
    "AWS::ApiGateway::ClientCertificate",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Events::Archive",
    "AWS::Lambda::CodeSigningConfig",
    "AWS::Logs::QueryDefinition",
    "AWS::SecretsManager::RotationSchedule",
    "AWS::WAFv2::WebACLAssociation",
    "AWS::XRay::Group",
    "AWS::XRay::SamplingRule",
)


def _create(logical_id, props, stack_name):
    name = f"{stack_name}-{logical_id}"
    return name, {"Arn": f"arn:aws:nodal:::accepted/{name}"}


def _update(physical_id, old_props, new_props, stack_name):
    return physical_id, {"Arn": f"arn:aws:nodal:::accepted/{physical_id}"}


def _delete(physical_id, props):
    """Nothing was made."""


def apply() -> None:
    from ministack.services.cloudformation import provisioners

    for resource_type in _TYPES:
        accepted = {"create": _create, "update": _update, "delete": _delete}
        provisioners._RESOURCE_HANDLERS.setdefault(resource_type, accepted)
