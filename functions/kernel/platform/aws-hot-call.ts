import { AwsV4Signer } from 'aws4fetch';
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

/** @returns undefined when no whole answer came in time */
const send = async (request: Parameters<typeof fetch>, timeoutMs: number): Promise<Reply | 'timeout' | 'no answer'> => {
  const [url, init] = request;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...init, signal });
    return { status: response.status, text: await response.text() };
  } catch {
    // Everything that fetch throws for a request that could be built is the network's doing.
    return signal.aborted ? 'timeout' : 'no answer';
  }
};

/**
 * Signs and sends requests to one service over the runtime's own HTTP client: a tenth of the SDK's size and work.
 * A request without an answer, or with a 5xx, is sent a second time at once; every other failure is the caller's.
 * What is sent must stand being sent twice.
 */
export const hotCall = (access: AwsAccess, service: HotService): HotCall => {
  const url = access.endpoint ?? `https://${service.name}.${access.region}.amazonaws.com/`;
  // The derived signing key, kept for the day that it holds for.
  const cache = new Map<string, ArrayBuffer>();
  const credentials = { ...access, service: service.name, cache };
  const attempt = async (operation: string, body: string, attempts: number): Promise<unknown> => {
    const headers = { 'content-type': service.contentType, 'x-amz-target': `${service.target}.${operation}` };
    const signed = await new AwsV4Signer({ ...credentials, url, method: 'POST', headers, body }).sign();
    const reply = await send([signed.url, { method: 'POST', headers: signed.headers, body }], service.requestTimeoutMs);
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
