import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Site } from '../site.ts';

/** What the account's administrators may do with a key. Using it is not among it. */
const administration = [
  'CancelKeyDeletion',
  'CreateAlias',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'RevokeGrant',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
].map((action) => `kms:${action}`);

const encryption = [
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
].map((action) => `kms:${action}`);

const ofKey = (statement: Omit<iam.PolicyStatementProps, 'resources'>): iam.PolicyStatement =>
  // In a key policy `*` is this key.
  new iam.PolicyStatement({ ...statement, resources: ['*'] });

/** Lets DynamoDB use the key for whoever may use the table; nobody uses it directly. */
export const throughDynamoDb = (): iam.PolicyStatement =>
  ofKey({
    sid: 'ThroughDynamoDb',
    principals: [new iam.AnyPrincipal()],
    actions: [...encryption, 'kms:CreateGrant'],
    conditions: {
      StringEquals: { 'kms:CallerAccount': Aws.ACCOUNT_ID, 'kms:ViaService': `dynamodb.${Aws.REGION}.amazonaws.com` },
    },
  });

/** Lets CloudWatch Logs use the key for the log groups of this account. */
export const forLogs = (): iam.PolicyStatement =>
  ofKey({
    sid: 'Logs',
    principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
    actions: encryption,
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`,
      },
    },
  });

/**
 * Lets these roles, and no other, use the key as far as their own policy allows. Conditions name roles that may not
 * exist yet, which principals cannot.
 */
export const forRoles = (
  roleArns: readonly string[],
  actions: readonly string[],
  conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): iam.PolicyStatement =>
  ofKey({
    sid: 'Users',
    principals: [new iam.AccountRootPrincipal()],
    actions: [...actions],
    conditions: { ...conditions, ArnEquals: { 'aws:PrincipalArn': [...roleArns] } },
  });

export interface AdministeredKeyProps {
  readonly site: Site;
  /** Without the stage. */
  readonly alias: string;
  readonly description: string;
  readonly users: readonly iam.PolicyStatement[];
  /** `rsa`: callers encrypt to it. `signing`: ECDSA on P-256. Default: symmetric, rotated yearly. */
  readonly spec?: 'rsa' | 'signing';
}

const kinds = {
  rsa: { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT },
  signing: { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY },
  symmetric: { enableKeyRotation: true },
} as const;

/** A KMS key whose administrators cannot use it and whose users cannot administer it. */
export class AdministeredKey extends kms.Key {
  constructor(scope: Construct, id: string, props: AdministeredKeyProps) {
    const { site } = props;
    super(scope, id, {
      alias: `${site.names.prefix}-${props.alias}`,
      description: props.description,
      pendingWindow: Duration.days(30),
      removalPolicy: site.stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new iam.PolicyDocument({
        statements: [
          ofKey({ sid: 'Administrators', principals: [new iam.AccountRootPrincipal()], actions: administration }),
          ...props.users,
        ],
      }),
      ...kinds[props.spec ?? 'symmetric'],
    });
  }
}
