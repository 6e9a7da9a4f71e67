import { X509Certificate } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/tenants/publish-truststore/handler.ts';
import { localCertificateAuthority, localTruststore } from '../../../../local/certificate-authority.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.stop());

interface Told {
  readonly url: string;
  readonly method: string | undefined;
  readonly contentType: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

const request = {
  ResponseURL: 'https://cloudformation.example.com/answer?signature=1',
  StackId: 'arn:stack',
  RequestId: 'req-1',
  LogicalResourceId: 'Step',
};

/** Runs the step as CloudFormation does. @returns what CloudFormation was told */
const deploy = async (
  type: 'Create' | 'Update' | 'Delete',
  {
    kids = ['ca-1'],
    status = 200,
    ...more
  }: Partial<TestPlatform> & { kids?: [string, ...string[]]; status?: number } = {},
) => {
  const told: Told[] = [];
  const truststore = localTruststore();
  const run = wire({
    ...platform,
    truststore,
    certificateAuthority: localCertificateAuthority(platform.secrets, kids),
    fetch: async (url, init) => {
      const sent = new Request(url, init);
      const contentType = sent.headers.get('content-type');
      const body = (await sent.json()) as Told['body'];
      told.push({ url, method: init.method, contentType, body });
      return new Response(null, { status });
    },
    ...more,
  });
  const error = await run({ ...request, RequestType: type }, {} as Context).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { told, error, pem: truststore.current() };
};

const certificatesIn = (pem = ''): readonly X509Certificate[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu)].map(
    ([one]) => new X509Certificate(one),
  );

describe('publishTruststore', () => {
  it('AN-13 publishes the certificate of the authority and tells CloudFormation its version', async () => {
    const { told, pem, error } = await deploy('Create');
    expect(error).toBeUndefined();
    const [certificate] = certificatesIn(pem);
    expect([certificate?.ca, certificate?.subject]).toEqual([true, 'O=Nodal\nCN=Nodal client authority ca-1']);
    expect(told).toEqual([
      {
        url: request.ResponseURL,
        method: 'PUT',
        contentType: null,
        body: {
          Status: 'SUCCESS',
          PhysicalResourceId: 'publishTruststore',
          StackId: 'arn:stack',
          RequestId: 'req-1',
          LogicalResourceId: 'Step',
          Data: { Version: '1' },
        },
      },
    ]);
  });

  it('AN-13 publishes the same certificate however often it is deployed', async () => {
    const first = await deploy('Create');
    platform.clock.advance({ hours: 24 });
    expect((await deploy('Update')).pem).toBe(first.pem);
  });

  it('AN-13 trusts older keys beside the one that signs', async () => {
    const before = await deploy('Create', { kids: ['ca-1'] });
    const { pem } = await deploy('Update', { kids: ['ca-2', 'ca-1'] });
    expect(certificatesIn(pem).map(({ subject }) => subject.split(' ').at(-1))).toEqual(['ca-2', 'ca-1']);
    expect(pem).toContain(before.pem);
  });

  it('publishes nothing when its stack goes, and keeps what is there', async () => {
    const { told, pem } = await deploy('Delete');
    expect(told.map(({ body }) => body['Status'])).toEqual(['SUCCESS']);
    expect(pem).toBeUndefined();
  });

  it('fails the deployment in words without secrets, and itself, when the truststore cannot be written', async () => {
    const truststore = { publish: () => Promise.reject(new Error('bucket of account 1234')) };
    const { told, error } = await deploy('Create', { truststore });
    expect(told.map(({ body }) => [body['Status'], body['Reason']])).toEqual([
      ['FAILED', 'The function failed; its log says why.'],
    ]);
    expect(error).toBeInstanceOf(Error);
  });

  it('fails when CloudFormation does not take its answer, so that Lambda tries again', async () => {
    const { error } = await deploy('Create', { status: 403 });
    expect(error).toMatchObject({ message: 'CloudFormation took no answer: status 403' });
  });
});
