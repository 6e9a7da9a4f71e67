import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import * as z from 'zod';
import type { JourneyPlatform } from '../platform.ts';

const requestTimeoutMs = 40_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1.0`. */
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly rawBody?: string;
  /** Added to the caller's own; null takes one away. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Somebody with a credential. */
export interface Caller {
  send(call: Call): Promise<Answer>;
  get(path: string, headers?: Call['headers']): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Call['headers']): Promise<Answer>;
  put(path: string, body: unknown, headers?: Call['headers']): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Call['headers']): Promise<Answer>;
  delete(path: string, headers?: Call['headers']): Promise<Answer>;
}

const withHeaders = (headers: Readonly<Record<string, string | null>>): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]]));

const parse = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** An HTTP client that shows every answer as it came; changes carry a fresh Idempotency-Key unless told otherwise. */
export const caller = (baseUrl: string, credential: Readonly<Record<string, string>>): Caller => {
  const send = async ({ method, path, body, rawBody, headers = {} }: Call): Promise<Answer> => {
    const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: withHeaders({
        ...credential,
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      }),
      ...(content === undefined ? {} : { body: content }),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  };
  return {
    send,
    get: (path, headers = {}) => send({ method: 'GET', path, headers }),
    post: (path, body, headers = {}) => send({ method: 'POST', path, body, headers }),
    put: (path, body, headers = {}) => send({ method: 'PUT', path, body, headers }),
    patch: (path, body, headers = {}) => send({ method: 'PATCH', path, body, headers }),
    delete: (path, headers = {}) => send({ method: 'DELETE', path, headers }),
  };
};

/** A tenant's backend. */
export const backend = ({ baseUrl }: JourneyPlatform, apiKey: string): Caller =>
  caller(baseUrl, { 'x-api-key': apiKey });

/** A member of staff, or an operator. */
export const staff = ({ baseUrl }: JourneyPlatform, token: string): Caller =>
  caller(baseUrl, { authorization: `Bearer ${token}` });

/** The answer has this status, carries a request id and looks like this. */
export const answered = <Body extends z.ZodType>(answer: Answer, status: number, body: Body): z.output<Body> => {
  const said = answer.status === status ? '' : JSON.stringify(answer.body);
  expect({ status: answer.status, said }).toEqual({ status, said: '' });
  expect(answer.headers.get('x-request-id')).toMatch(/^\S+$/u);
  return body.parse(answer.body);
};

/** Problem details (RFC 9457, api.md section 2); some codes have members of their own. */
const problem = z.looseObject({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  code: z.string().min(1),
  requestId: z.string().min(1),
  invalidFields: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  decisionId: z.string().optional(),
  resourceId: z.string().optional(),
});

/** The answer is a problem of this status and code, as everywhere. */
export const refused = (answer: Answer, status: number, code: string): z.output<typeof problem> => {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/u);
  const found = problem.parse(answer.body);
  expect(answer.headers.get('x-request-id')).toBe(found.requestId);
  return found;
};
