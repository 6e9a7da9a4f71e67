import { describe, expect, it } from 'vitest';
import { statementsOf, synthesize } from './fixtures/synthesized.ts';

const dev = synthesize('dev');
const production = synthesize('production');

describe.each([
  ['dev', dev, ['nodal-dev', 'nodal-dev-sandbox']],
  ['production', production, ['nodal-production']],
] as const)('state of %s', (_stage, { all, stacks }, tableNames) => {
  it('keeps every table recoverable, protected and under its own key', () => {
    const tables = all('AWS::DynamoDB::GlobalTable');
    expect(tables.map(({ properties }) => properties['TableName'])).toEqual(tableNames);
    for (const { properties, deletionPolicy } of tables) {
      expect(deletionPolicy).toBe('Retain');
      expect(properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            SSESpecification: { KMSMasterKeyId: expect.stringContaining('.Arn') },
          },
        ],
      });
    }
  });

  it('rule 101 keeps every table in one region, in India', () => {
    const regions = all('AWS::DynamoDB::GlobalTable').flatMap(({ properties }) =>
      (properties['Replicas'] as { Region: string }[]).map(({ Region }) => Region),
    );
    expect(new Set(regions)).toEqual(new Set(['ap-south-1']));
    expect(new Set(stacks.map(({ region }) => region))).toEqual(new Set(['ap-south-1']));
    expect(all('AWS::S3::Bucket')).toEqual([]);
  });

  it('protects the stack that holds data from termination, and only that one', () => {
    const protectedStacks = stacks.filter(({ terminationProtection }) => terminationProtection);
    expect(protectedStacks.map(({ stackName }) => stackName)).toEqual([`Nodal-${_stage}-Data`]);
  });

  it('retains every key, secret and user pool', () => {
    const kept = ['AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::Cognito::UserPool'].flatMap(all);
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.filter(({ deletionPolicy }) => deletionPolicy !== 'Retain')).toEqual([]);
  });

  it('rotates symmetric keys and gives every key thirty days before it is gone', () => {
    // KMS rotates no key pair by itself: messages and the certificate authority have rings of them.
    const asymmetric = new Set<unknown>(['RSA_2048', 'ECC_NIST_P256']);
    const keys = all('AWS::KMS::Key').map(({ properties }) => properties);
    expect(keys.length).toBeGreaterThanOrEqual(3);
    for (const key of keys) {
      expect(key['PendingWindowInDays']).toBe(30);
      expect(asymmetric.has(key['KeySpec']) || key['EnableKeyRotation'] === true).toBe(true);
    }
  });

  it('lets no administrator of a key use it and no user administer it', () => {
    const uses = /^kms:(?:Decrypt|Encrypt|GenerateDataKey|ReEncrypt|Sign)/u;
    const administers = /^kms:(?:Put|Schedule|Disable|Delete|Revoke|Update|Cancel)/u;
    for (const { properties } of all('AWS::KMS::Key')) {
      const statements = statementsOf(properties['KeyPolicy']);
      const administrators = statements.filter(({ Sid }) => Sid === 'Administrators');
      const users = statements.filter(({ Sid }) => Sid !== 'Administrators');
      expect(administrators).toHaveLength(1);
      expect(administrators.flatMap(({ Action }) => Action.filter((action) => uses.test(action)))).toEqual([]);
      expect(users.flatMap(({ Action }) => Action.filter((action) => administers.test(action)))).toEqual([]);
      expect(users.filter(({ Condition }) => Condition === undefined)).toEqual([]);
    }
  });

  it('AN-16 lets only the functions that decrypt messages use the message keys', () => {
    const rings = all('AWS::KMS::Key').filter(({ properties }) => properties['KeySpec'] === 'RSA_2048');
    expect(rings.length).toBeGreaterThanOrEqual(1);
    for (const { properties } of rings) {
      const [users] = statementsOf(properties['KeyPolicy']).filter(({ Sid }) => Sid === 'Users');
      expect(users?.Action).toEqual(['kms:Decrypt', 'kms:DescribeKey', 'kms:GetPublicKey']);
      const roles = users?.Condition?.['ArnEquals']?.['aws:PrincipalArn'];
      expect([roles].flat().every((arn) => String(arn).startsWith('arn:aws:iam::000000000000:role/nodal-'))).toBe(true);
    }
  });

  it('generates every secret and puts none into a template', () => {
    for (const { properties } of all('AWS::SecretsManager::Secret')) {
      expect(properties['SecretString']).toBeUndefined();
      expect(properties['GenerateSecretString']).toMatchObject({ PasswordLength: 64 });
    }
  });

  it('lets nobody sign up and nobody choose a tenant', () => {
    const [pool] = all('AWS::Cognito::UserPool');
    const [client] = all('AWS::Cognito::UserPoolClient');
    expect(pool?.properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      Schema: expect.arrayContaining([expect.objectContaining({ Name: 'tenant', Mutable: false })]),
    });
    expect(client?.properties['WriteAttributes']).not.toContain('custom:tenant');
    expect(client?.properties['ReadAttributes']).toContain('custom:tenant');
    const groups = all('AWS::Cognito::UserPoolGroup').map(({ properties }) => properties['GroupName']);
    expect(groups).toEqual(['Admin', 'Manager', 'Employee']);
  });

  it('archives the events of the bus', () => {
    expect(all('AWS::Events::EventBus')).toHaveLength(1);
    expect(all('AWS::Events::Archive')).toHaveLength(1);
  });
});

it('a stage that keeps no data can be removed', () => {
  const ministack = synthesize('ministack');
  expect(ministack.stacks.filter(({ terminationProtection }) => terminationProtection)).toEqual([]);
  expect(
    ministack.resources.filter(({ deletionPolicy }) => deletionPolicy === 'Retain').map(({ type }) => type),
  ).toEqual(['AWS::IAM::Role', 'AWS::ApiGateway::Account']);
});
