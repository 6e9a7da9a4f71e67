import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { addStacks } from '../../lib/app.ts';
import { stageFrom } from '../../lib/stages.ts';
import { resourcesOf } from '../../lib/templates.ts';
import { roleStatements, statementsOf, synthesize } from './fixtures/synthesized.ts';

const certificateArn = 'arn:aws:acm:ap-south-1:111122223333:certificate/1';
const context = { mailSender: undefined, endpoint: undefined };

/** Every resource of a stage with a domain of its own. */
const withDomain = () => {
  const outdir = mkdtempSync(join(tmpdir(), 'nodal-synth-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    const stage = stageFrom({ ...context, stage: 'dev', domainName: 'api.example.com', certificateArn });
    addStacks(app, { stage, bundle: false });
    app.synth();
    return readdirSync(outdir)
      .filter((file) => file.endsWith('.template.json'))
      .flatMap((file) => resourcesOf(file, JSON.parse(readFileSync(join(outdir, file), 'utf8'))));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const resources = withDomain();
const all = (type: string) => resources.filter((resource) => resource.type === type);
const plain = synthesize('dev');

describe('mutual TLS of a stage with a domain', () => {
  it('AN-13 has a second host that asks for certificates of the published truststore', () => {
    const hosts = all('AWS::ApiGateway::DomainName').map(({ properties }) => properties);
    expect(hosts.map(({ DomainName }) => DomainName)).toEqual(['api.example.com', 'secure.api.example.com']);
    expect(hosts[0]?.['MutualTlsAuthentication']).toBeUndefined();
    expect(hosts[1]?.['MutualTlsAuthentication']).toMatchObject({
      TruststoreUri: expect.stringContaining('-truststore-') as unknown,
      TruststoreVersion: expect.anything() as unknown,
    });
    expect(hosts.map(({ SecurityPolicy }) => SecurityPolicy)).toEqual(['TLS_1_2', 'TLS_1_2']);
    expect(all('AWS::ApiGateway::BasePathMapping')).toHaveLength(2);
  });

  it('AN-13 cannot be gone round by the address that API Gateway gives', () => {
    expect(all('AWS::ApiGateway::RestApi').map(({ properties }) => properties['DisableExecuteApiEndpoint'])).toEqual([
      true,
    ]);
  });

  it('AN-13 keeps every version of the truststore, out of the public eye', () => {
    const [bucket, ...others] = all('AWS::S3::Bucket');
    expect(others).toEqual([]);
    expect(bucket?.properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  it('AN-13 publishes the truststore while it is deployed, again when the keys are others', () => {
    const [step, ...others] = all('Custom::NodalDeploymentStep');
    expect(others).toEqual([]);
    expect(Object.keys(step?.properties['Keys'] ?? {})).toEqual(['ca-2026-1']);
  });

  it('AN-13 lets two functions sign with the key of the authority, and one write the truststore', () => {
    const allowed = (action: string) =>
      all('AWS::IAM::Role')
        .filter((role) => roleStatements(role).some(({ Action }) => Action.includes(action)))
        .map(({ properties }) => properties['RoleName']);
    expect(allowed('kms:Sign').sort()).toEqual(['nodal-dev-issue-client-certificate', 'nodal-dev-publish-truststore']);
    expect(allowed('s3:PutObject')).toEqual(['nodal-dev-publish-truststore']);
  });
});

describe('the key of the certificate authority', () => {
  const [key, ...others] = plain
    .all('AWS::KMS::Key')
    .filter(({ properties }) => properties['KeySpec'] === 'ECC_NIST_P256');
  const statements = statementsOf(key?.properties['KeyPolicy']);

  it('signs and does nothing else', () => {
    expect(others).toEqual([]);
    expect(key?.properties['KeyUsage']).toBe('SIGN_VERIFY');
  });

  it('is used by the one operation that needs it and administered by no user', () => {
    const signing = statements.filter(({ Action }) => Action.includes('kms:Sign'));
    expect(signing).toHaveLength(1);
    expect(JSON.stringify(signing[0]?.Condition?.['ArnEquals']?.['aws:PrincipalArn'])).toMatch(
      /^\S*role\/nodal-dev-issue-client-certificate"[\]}]*$/u,
    );
    expect(signing[0]?.Action.filter((action) => /Put|Schedule|Disable|Update/u.test(action))).toEqual([]);
    const administering = statements.filter(({ Sid }) => Sid === 'Administrators').flatMap(({ Action }) => Action);
    expect(administering.filter((action) => /Sign|Decrypt|Encrypt/u.test(action))).toEqual([]);
  });

  it('signs digests with ECDSA and SHA-256 alone', () => {
    const role = plain
      .all('AWS::IAM::Role')
      .find(({ properties }) => properties['RoleName'] === 'nodal-dev-issue-client-certificate');
    const [sign] = (role === undefined ? [] : roleStatements(role)).filter(({ Action }) => Action.includes('kms:Sign'));
    expect(sign?.Condition).toEqual({
      StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' },
    });
  });
});

describe('a stage without a domain', () => {
  it('has nothing of mutual TLS but the key', () => {
    expect(plain.all('AWS::S3::Bucket')).toEqual([]);
    expect(plain.all('Custom::NodalDeploymentStep')).toEqual([]);
    expect(plain.all('AWS::ApiGateway::DomainName')).toEqual([]);
  });
});
