import { TemporarilyUnavailable } from '../errors/domain-error.ts';

/** How long and how often a client tries. */
interface Patience {
  /** Attempts in all, the first included. */
  readonly attempts: 2 | 3;
  readonly requestTimeoutMs: number;
}

interface ClientSettings {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

/**
 * Settings of every AWS client: a call ends, one way or the other, well within the function's timeout. Without
 * `throwOnRequestTimeout` the SDK would only print a warning and go on waiting.
 */
export const clientSettings = ({ attempts, requestTimeoutMs }: Patience): ClientSettings => ({
  maxAttempts: attempts,
  requestHandler: { connectionTimeout: 500, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
});

const temporaryNames =
  /Throttl|TooManyRequests|LimitExceeded|SlowDown|Timeout|NetworkError|UnreadableAnswer|ServiceUnavailable|InternalServer|KeyUnavailable|KMSInternal|RequestThrottled/;
const socketCodes: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const statusOf = (error: Error): number => {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const hasStatus = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return hasStatus && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : 0;
};

const isTemporary = (error: Error): boolean =>
  temporaryNames.test(error.name) || statusOf(error) >= 500 || ('code' in error && socketCodes.has(error.code));

/** True when the service refused with this error name; names survive minification, classes do not. */
export const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

/**
 * Runs one AWS call.
 * @throws TemporarilyUnavailable when, after the client's own attempts, the service is throttling, silent or broken;
 *   every other error as it is
 */
export const answered = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && isTemporary(error)) throw new TemporarilyUnavailable();
    throw error;
  }
};

/**
 * The physical name or address behind a declared name.
 * @throws Error when the declaration does not list it: a defect of the declaration, found on the first call
 */
export const declared = (addresses: Readonly<Record<string, string>>, kind: string, name: string): string => {
  const address = Object.hasOwn(addresses, name) ? addresses[name] : undefined;
  if (address === undefined) throw new Error(`the declaration does not list ${kind} ${name}`);
  return address;
};
