import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Declaration } from '../../functions/kernel/operation/declaration.ts';
import { isPerTenant } from '../../functions/kernel/operation/declaration.ts';
import type { Site } from '../site.ts';
import { authorityKeysOf, messageKeysOf, realmOf } from './operation-environment.ts';

type Capability = Declaration['uses'][number];
type GrantsOf = (site: Site, declaration: Declaration, scope: Construct) => readonly iam.PolicyStatement[];

const allow = (
  actions: readonly string[],
  resources: readonly string[],
  conditions: Readonly<Record<string, unknown>> = {},
): iam.PolicyStatement =>
  new iam.PolicyStatement({ actions: [...actions], resources: [...resources], conditions: { ...conditions } });

/** No Scan: everything the platform reads has a key, and a Scan would cross tenants. */
const reads = ['dynamodb:GetItem', 'dynamodb:Query'];
/** A transaction is authorised by what it contains. */
const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

const tableGrants: GrantsOf = ({ names }, declaration) => {
  const table = names.tableArn(realmOf(declaration));
  const indexes = [`${table}/index/gsi1`, `${table}/index/gsi2`];
  switch (declaration.access) {
    case 'none':
      return [];
    case 'read':
      return [allow(reads, [table, ...indexes])];
    case 'write':
      return [allow(reads, [table, ...indexes]), allow(writes, [table])];
  }
};

const scheduleGrants: GrantsOf = ({ names }) => [
  allow(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'], [names.schedulesArn]),
  allow(['iam:PassRole'], [names.schedulerRoleArn], {
    StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
  }),
];

/** Operations that a declaration may call: those it names, or every timer operation for the dispatcher. */
export const invokedBy = (site: Site, { invokes = [] }: Declaration): readonly string[] =>
  invokes.includes('*')
    ? site.operations.filter(({ kind }) => kind === 'timer').map(({ operationId }) => operationId)
    : invokes;

const invokeGrants: GrantsOf = (site, declaration) => {
  const functions = invokedBy(site, declaration).map((operationId) => site.names.functionArn(operationId));
  return functions.length === 0 ? [] : [allow(['lambda:InvokeFunction'], functions)];
};

const gateway = `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}::`;

const grants: Readonly<Record<Capability, GrantsOf>> = {
  table: tableGrants,
  messageKeys: (site, declaration, scope) => {
    const keys = Object.values(messageKeysOf(site, scope, realmOf(declaration)).keys);
    return [
      allow(['kms:GetPublicKey'], keys),
      allow(['kms:Decrypt'], keys, {
        StringEquals: { 'kms:EncryptionAlgorithm': ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1'] },
      }),
    ];
  },
  certificateAuthority: (site, _declaration, scope) => {
    const keys = Object.values(authorityKeysOf(site, scope).keys);
    return [
      allow(['kms:GetPublicKey'], keys),
      allow(['kms:Sign'], keys, {
        StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' },
      }),
    ];
  },
  truststore: ({ names }) => [allow(['s3:PutObject'], [names.truststoreArn])],
  secrets: ({ names }, { secrets = [] }) =>
    secrets.length === 0
      ? []
      : [
          allow(
            ['secretsmanager:GetSecretValue'],
            secrets.map((name) => names.secretArn(name)),
          ),
        ],
  queues: ({ names }, { sendsTo = [] }) =>
    sendsTo.length === 0
      ? []
      : [
          allow(
            ['sqs:SendMessage'],
            sendsTo.map((queue) => names.queueArn(queue)),
          ),
        ],
  bus: ({ names }) => [allow(['events:PutEvents'], [names.busArn])],
  schedules: scheduleGrants,
  workflows: ({ names }, { workflows = [] }) =>
    workflows.length === 0
      ? []
      : [
          allow(
            ['states:StartExecution', 'states:SendTaskSuccess', 'states:SendTaskFailure'],
            workflows.map((workflow) => names.workflowArn(workflow)),
          ),
        ],
  operations: invokeGrants,
  usagePlans: () => [
    allow(['apigateway:GET'], [`${gateway}/usageplans`, `${gateway}/apikeys`]),
    allow(['apigateway:POST'], [`${gateway}/apikeys`, `${gateway}/usageplans/*/keys`]),
  ],
  mail: ({ names, stage }) => [
    allow(
      ['ses:SendEmail'],
      [names.mailIdentityArn(stage.mailSender), ...(stage.mailReceipts ? [names.mailReceiptsArn] : [])],
      { StringEquals: { 'ses:FromAddress': stage.mailSender } },
    ),
  ],
  sms: ({ names, stage }) => [allow(['sms-voice:SendTextMessage'], [names.smsSenderArn(stage.sms.sender)])],
  fetch: () => [],
};

/** What an operation's function may do: exactly what its declaration says. */
export const grantsOf = (site: Site, declaration: Declaration, scope: Construct): readonly iam.PolicyStatement[] =>
  declaration.uses.flatMap((capability) => grants[capability](site, declaration, scope));

const schedulesOf = ({ names }: Site): string =>
  `arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${names.scheduleGroup}/*`;

const secretOf = ({ names }: Site, name: string): string =>
  `arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${names.secret(name)}-??????`;

/** Where a grant names more than one resource because their names are made at run time. */
export const wildcardReasons = (site: Site, { uses, secrets = [] }: Declaration): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    secrets
      .filter(isPerTenant)
      .map((name) => [
        `AwsSolutions-IAM5[Resource::${secretOf(site, name)}]`,
        'One secret per tenant with an account of its own; the function reads that of the tenant it acts for.',
      ]),
  ),
  ...(uses.includes('schedules')
    ? {
        [`AwsSolutions-IAM5[Resource::${schedulesOf(site)}]`]:
          "One schedule per timer, named by the timer; the stage's own group holds nothing else.",
      }
    : {}),
  ...(uses.includes('usagePlans')
    ? {
        'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:apigateway:<AWS::Region>::/usageplans/*/keys]':
          "The plan's id is chosen by API Gateway in a stack that is deployed later; the function finds it by name.",
      }
    : {}),
});
