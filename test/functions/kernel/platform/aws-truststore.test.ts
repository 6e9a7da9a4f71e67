import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { s3Truststore } from '../../../../functions/kernel/platform/aws-truststore.ts';
import { temporarilyUnavailable } from '../../../support/aws-errors.ts';

const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A bucket that answers what the test says. */
const bucket = async (answer: (response: ServerResponse) => void) => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const line = `${String(request.method)} ${String(request.url)}`;
      seen.push({ line, headers: request.headers, body: Buffer.concat(chunks).toString() });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => server.close(resolve));
  stops.push(stop);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const truststore = s3Truststore('nodal-dev-truststore-1', {
    ...{ region: 'ap-south-1', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example', sessionToken: 'token' },
    endpoint: `http://127.0.0.1:${port}`,
  });
  return { seen, truststore, stop };
};

describe('the truststore in S3', () => {
  it('AN-13 puts the certificates with a signed request and answers the version', async () => {
    const { seen, truststore } = await bucket((response) => response.setHeader('x-amz-version-id', 'v7').end());
    expect(await truststore.publish(pem)).toBe('v7');
    const [request] = seen;
    expect([request?.line, request?.body]).toEqual(['PUT /nodal-dev-truststore-1/truststore.pem', pem]);
    expect(request?.headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/ap-south-1\/s3\//u,
      ) as unknown,
      'x-amz-content-sha256': createHash('sha256').update(pem).digest('hex'),
      'x-amz-security-token': 'token',
    });
  });

  it.each([500, 503, 429])('AN-13 says that S3 is not answering on status %i', async (status) => {
    const { truststore } = await bucket((response) => response.writeHead(status).end());
    await expect(truststore.publish(pem)).rejects.toMatchObject(temporarilyUnavailable);
  });

  it('AN-13 says that S3 is not answering when nobody listens', async () => {
    const { truststore, stop } = await bucket((response) => response.end());
    await stop();
    stops.length = 0;
    await expect(truststore.publish(pem)).rejects.toMatchObject(temporarilyUnavailable);
  });

  it('AN-13 fails when S3 refuses, and when the bucket keeps no versions', async () => {
    const refusing = await bucket((response) => response.writeHead(403).end());
    await expect(refusing.truststore.publish(pem)).rejects.toThrow('refused the truststore with status 403');
    const forgetful = await bucket((response) => response.end());
    await expect(forgetful.truststore.publish(pem)).rejects.toThrow('keeps no versions');
  });
});
