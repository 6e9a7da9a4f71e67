import assert from 'node:assert/strict';
import {
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { deployTemplate } from './stack.ts';
import { eventually, present, uniqueName } from './site.ts';
import type { Probe, ProbeSite } from './site.ts';

const secretProbe: Probe = {
  behaviour: 'generates a secret in a template by GenerateSecretString',
  needs: 'generated_secrets',
  async run(site) {
    const generate = {
      SecretStringTemplate: '{"kid":"1"}',
      GenerateStringKey: 'hmac',
      PasswordLength: 48,
      ExcludePunctuation: true,
    };
    const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: generate } };
    const template = { Resources: { Secret: secret }, Outputs: { Arn: { Value: { Ref: 'Secret' } } } };
    const { outputs } = await deployTemplate(site, template);
    const { SecretString } = await site.secrets.send(new GetSecretValueCommand({ SecretId: outputs['Arn'] }));
    assert.match(present(SecretString, 'SecretString'), /^\{"kid": ?"1", ?"hmac": ?"[A-Za-z0-9]{48}"\}$/);
  },
};

const parameterProbe: Probe = {
  behaviour: 'resolves a template parameter of type AWS::SSM::Parameter::Value<String>',
  async run(site) {
    const name = `/nodal/${uniqueName('parameter')}/stream-arn`;
    const parameter = {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: name, Type: 'String', Value: 'arn:of:the:stream' },
    };
    await deployTemplate(site, { Resources: { Parameter: parameter } });
    const template = {
      Parameters: { Stream: { Type: 'AWS::SSM::Parameter::Value<String>', Default: name } },
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'probe' } } },
      Outputs: { Stream: { Value: { Ref: 'Stream' } } },
    };
    assert.equal((await deployTemplate(site, template)).outputs['Stream'], 'arn:of:the:stream');
  },
};

const redriveProbe: Probe = {
  behaviour: 'keeps the redrive policy of a queue that a template declares',
  async run(site) {
    const dead = { 'Fn::GetAtt': ['Dead', 'Arn'] };
    const template = {
      Resources: {
        Dead: { Type: 'AWS::SQS::Queue' },
        Work: {
          Type: 'AWS::SQS::Queue',
          Properties: { RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 3 }, VisibilityTimeout: 7 },
        },
      },
      Outputs: { Work: { Value: { Ref: 'Work' } }, Dead: { Value: dead } },
    };
    const { outputs } = await deployTemplate(site, template);
    const request = new GetQueueAttributesCommand({ QueueUrl: outputs['Work'], AttributeNames: ['All'] });
    const { Attributes = {} } = await site.sqs.send(request);
    assert.equal(Attributes.VisibilityTimeout, '7');
    const policy = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() });
    const found = policy.parse(JSON.parse(present(Attributes.RedrivePolicy, 'RedrivePolicy')));
    assert.deepEqual(found, { deadLetterTargetArn: outputs['Dead'], maxReceiveCount: 3 });
  },
};

const deletionProbe: Probe = {
  behaviour: 'deletes a stack that is named by its ARN, as cdk destroy names it',
  async run(site) {
    const { id } = await deployTemplate(site, { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
    await site.cloudFormation.send(new DeleteStackCommand({ StackName: id }));
    await untilGone(site, id);
  },
};

const unchangedProbe: Probe = {
  behaviour: 'says that a change set holds no changes, so that a second deployment is a success',
  async run(site) {
    const template = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
    const { name } = await deployTemplate(site, template);
    const change = { StackName: name, ChangeSetName: uniqueName('change') };
    const body = JSON.stringify(template);
    await site.cloudFormation.send(new CreateChangeSetCommand({ ...change, TemplateBody: body }));
    const described = await eventually('the change set', async () => {
      const found = await site.cloudFormation.send(new DescribeChangeSetCommand(change));
      return found.Status?.endsWith('IN_PROGRESS') === true || found.Status === 'CREATE_PENDING' ? undefined : found;
    });
    assert.equal(described.Status, 'FAILED');
    assert.match(
      present(described.StatusReason, 'StatusReason'),
      /didn't contain changes|No updates are to be performed/,
    );
  },
};

const unknownTypeProbe: Probe = {
  behaviour: 'refuses a template with a resource type that it does not know, instead of ignoring it',
  async run(site) {
    const template = { Resources: { Unknown: { Type: 'AWS::Nodal::Unknown' } } };
    await assert.rejects(deployTemplate(site, template), /Unrecognized resource types/);
  },
};

const acceptedTypesProbe: Probe = {
  behaviour: 'accepts the resource types that only watch or protect',
  needs: 'accepted_types',
  async run(site) {
    const association = { ResourceArn: 'arn:aws:apigateway:::/restapis/a', WebACLArn: 'arn:aws:wafv2:::webacl/a' };
    const { id } = await deployTemplate(site, {
      Resources: {
        Archive: { Type: 'AWS::Events::Archive', Properties: { SourceArn: 'arn:aws:events:::event-bus/a' } },
        Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: association },
        Alarm: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: 'FALSE' } },
      },
      Outputs: { Archive: { Value: { 'Fn::GetAtt': ['Archive', 'Arn'] } } },
    });
    await site.cloudFormation.send(new DeleteStackCommand({ StackName: id }));
    await untilGone(site, id);
  },
};

const alarmExpressionProbe: Probe = {
  behaviour: 'accepts an alarm on a metric expression',
  needs: 'alarm_expressions',
  async run(site) {
    const query = { Id: 'failures', Expression: 'SELECT SUM(status5xx) FROM SCHEMA("probe", call)', Period: 300 };
    const alarm = { Threshold: 1, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', Metrics: [query] };
    const { outputs } = await deployTemplate(site, {
      Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: alarm } },
      Outputs: { Alarm: { Value: { 'Fn::GetAtt': ['Alarm', 'Arn'] } } },
    });
    assert.match(present(outputs['Alarm'], 'Alarm'), /^arn:aws:cloudwatch:/);
  },
};

async function untilGone(site: ProbeSite, stackId: string): Promise<void> {
  await eventually('the deletion', async () => {
    const { Stacks = [] } = await site.cloudFormation.send(new DescribeStacksCommand({ StackName: stackId }));
    return Stacks[0]?.StackStatus === 'DELETE_COMPLETE' ? true : undefined;
  });
}

export const templateProbes: readonly Probe[] = [
  secretProbe,
  parameterProbe,
  redriveProbe,
  deletionProbe,
  unchangedProbe,
  unknownTypeProbe,
  acceptedTypesProbe,
  alarmExpressionProbe,
];
