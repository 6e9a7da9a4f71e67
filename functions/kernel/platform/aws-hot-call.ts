import type { OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import aws4 from 'aws4';
import type { AwsAccess } from '../config/aws-access.ts';

/** A service with AWS's JSON protocol. */
export interface HotService {
  /** Host prefix and signing name, such as `dynamodb`. */
  readonly name: string;
  /** Namespace of its operations, such as `DynamoDB_20120810`. */
  readonly target: string;
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  /** Limit of one attempt, from the first byte out to the last byte in. */
  readonly requestTimeoutMs: number;
}

/** Runs one operation. @throws AwsCallFailed, or what made the request impossible */
export type HotCall = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;

/**
 * A call that was sent and failed; has the name and the members of the SDK's error for the same answer. `$metadata`
 * tells how it ended: without a status no whole answer came.
 */
export class AwsCallFailed extends Error {
  readonly $metadata: { readonly httpStatusCode?: number; readonly attempts: number };
  readonly CancellationReasons: unknown;
  readonly Item: unknown;

  constructor(failure: { name: string; status: number | undefined; attempts: number; members?: object }) {
    // The service's message may quote data: it stays out.
    super(`${failure.name} from AWS`);
    this.name = failure.name;
    const { status, attempts, members = {} } = failure;
    this.$metadata = status === undefined ? { attempts } : { httpStatusCode: status, attempts };
    this.CancellationReasons = 'CancellationReasons' in members ? members.CancellationReasons : undefined;
    this.Item = 'Item' in members ? members.Item : undefined;
  }
}

const maxAttempts = 2;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const objectIn = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Not from the service itself, such as a proxy's page, or cut off.
    return undefined;
  }
};

/** `com.amazonaws.dynamodb.v20120810#ThrottlingException` and `ThrottlingException:http://…` are both in use. */
const errorNameIn = (members: object): string => {
  const type = '__type' in members && typeof members.__type === 'string' ? members.__type : '';
  return type.slice(type.lastIndexOf('#') + 1).split(':')[0] ?? '';
};

interface Reply {
  readonly status: number;
  readonly text: string;
}

const isTransport = ({ $metadata }: AwsCallFailed): boolean =>
  $metadata.httpStatusCode === undefined || $metadata.httpStatusCode >= 500;

const readReply = ({ status, text }: Reply, attempts: number): unknown => {
  const members = objectIn(text);
  if (status >= 200 && status < 300 && members !== undefined) return members;
  const name = members === undefined ? '' : errorNameIn(members);
  throw new AwsCallFailed({
    name: name === '' ? 'UnreadableAnswer' : name,
    status: name === '' ? undefined : status,
    attempts,
    ...(members === undefined ? {} : { members }),
  });
};

interface HttpRequest {
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** Connections stay open: a handshake costs more than a request. */
const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/** Sends it and reads the whole answer. Whatever goes wrong in between is the network's doing. */
const send = async ({ url, headers, body }: HttpRequest, timeoutMs: number): Promise<Reply | 'timeout' | 'no answer'> =>
  new Promise((resolve) => {
    const isPlain = url.protocol === 'http:';
    const options = { method: 'POST', headers, agent: isPlain ? agents['http:'] : agents['https:'] };
    const request = (isPlain ? httpRequest : httpsRequest)(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => {
        end('no answer');
      });
      response.on('aborted', () => {
        end('no answer');
      });
      response.on('end', () => {
        end({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    const late = setTimeout(() => {
      end('timeout');
      request.destroy();
    }, timeoutMs);
    const end = (reply: Reply | 'timeout' | 'no answer'): void => {
      clearTimeout(late);
      resolve(reply);
    };
    request.on('error', () => {
      end('no answer');
    });
    request.end(body);
  });

/**
 * Signs and sends requests to one service over the runtime's own HTTP client: a tenth of the SDK's size and work.
 * A request without an answer, or with a 5xx, is sent a second time at once; every other failure is the caller's.
 * What is sent must stand being sent twice.
 */
export const hotCall = (access: AwsAccess, service: HotService): HotCall => {
  const url = new URL(access.endpoint ?? `https://${service.name}.${access.region}.amazonaws.com/`);
  const { accessKeyId, secretAccessKey, sessionToken } = access;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  const attempt = async (operation: string, body: string, attempts: number): Promise<unknown> => {
    const { headers = {} } = aws4.sign(
      {
        ...{ host: url.host, path: `${url.pathname}${url.search}`, method: 'POST', body },
        ...{ service: service.name, region: access.region },
        headers: { 'Content-Type': service.contentType, 'X-Amz-Target': `${service.target}.${operation}` },
      },
      credentials,
    );
    const reply = await send({ url, headers, body }, service.requestTimeoutMs);
    if (reply === 'timeout') throw new AwsCallFailed({ name: 'TimeoutError', status: undefined, attempts });
    if (reply === 'no answer') throw new AwsCallFailed({ name: 'NetworkError', status: undefined, attempts });
    return readReply(reply, attempts);
  };
  return async (operation, input) => {
    const body = JSON.stringify(input);
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt(operation, body, attempts);
      } catch (error) {
        if (attempts === maxAttempts || !(error instanceof AwsCallFailed) || !isTransport(error)) throw error;
      }
    }
  };
};
