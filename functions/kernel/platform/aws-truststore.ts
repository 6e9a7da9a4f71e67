import aws4 from 'aws4';
import type { AwsAccess } from '../config/aws-access.ts';
import { readAwsAccess } from '../config/aws-access.ts';
import type { Environment } from '../config/environment.ts';
import { TemporarilyUnavailable } from '../errors/domain-error.ts';
import type { Truststore } from './platform.ts';

/** Name of the object; the door with mutual TLS is told the same. */
const objectPath = '/truststore.pem';
const timeoutMs = 5_000;

const addressOf = (bucket: string, { region, endpoint }: AwsAccess): URL =>
  new URL(
    endpoint === undefined
      ? `https://${bucket}.s3.${region}.amazonaws.com${objectPath}`
      : `${endpoint}/${bucket}${objectPath}`,
  );

const isTemporary = (status: number): boolean => status >= 500 || status === 429;

/** The truststore in a versioned bucket. One signed PUT at a deployment is not worth the SDK's client of S3. */
export const s3Truststore = (bucket: string, access: AwsAccess): Truststore => ({
  publish: async (pem) => {
    const url = addressOf(bucket, access);
    const { accessKeyId, secretAccessKey, sessionToken } = access;
    const { headers = {} } = aws4.sign(
      {
        ...{ host: url.host, path: url.pathname, method: 'PUT', body: pem },
        ...{ service: 's3', region: access.region },
        headers: { 'Content-Type': 'application/x-pem-file' },
      },
      { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    );
    const sent = Object.entries(headers).filter(([name]) => !['host', 'content-length'].includes(name.toLowerCase()));
    const answer = await fetch(url, {
      method: 'PUT',
      headers: Object.fromEntries(sent.map(([name, value]) => [name, String(value)])),
      body: pem,
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown): never => {
      throw new TemporarilyUnavailable(`S3 did not answer: ${error instanceof Error ? error.name : 'no reason given'}`);
    });
    if (isTemporary(answer.status)) throw new TemporarilyUnavailable('S3 is not answering.');
    const version = answer.headers.get('x-amz-version-id');
    if (!answer.ok) throw new Error(`S3 refused the truststore with status ${answer.status}`);
    if (version === null) throw new Error('The bucket of the truststore keeps no versions');
    return version;
  },
});

export const awsTruststore = ({ truststoreBucket }: Environment): Truststore =>
  s3Truststore(truststoreBucket, readAwsAccess());
