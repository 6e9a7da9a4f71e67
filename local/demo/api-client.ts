import { randomUUID } from 'node:crypto';
import * as z from 'zod';

/** Headers that say who calls. */
export type Credential =
  { readonly 'x-api-key': string } | { readonly authorization: string } | Readonly<Record<string, never>>;

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below `/api/v1.0`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP client of the platform, as a tenant's backend would write it. */
export interface ApiClient {
  /**
   * @param answer what the answer must look like
   * @throws Error with status, code and detail when the platform refuses
   */
  call<Answer extends z.ZodType>(call: ApiCall, answer: Answer): Promise<z.output<Answer>>;
  /**
   * A call that the platform is to refuse.
   * @returns status and code
   * @throws Error when it is answered
   */
  refusal(call: ApiCall): Promise<string>;
}

const problem = z.looseObject({ code: z.string(), detail: z.string().default('') });

const refusal = (call: ApiCall, status: number, text: string): Error => {
  const parsed = problem.safeParse(parseJson(text));
  const why = parsed.success ? `${parsed.data.code}: ${parsed.data.detail}` : 'no problem details';
  return new Error(`${call.method} ${call.path} answered ${status} ${why}`);
};

const parseJson = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // Not JSON: the caller reports the status alone.
    return undefined;
  }
};

/** Changes carry a fresh Idempotency-Key, as api.md section 2 demands. */
export const apiClient = (baseUrl: string, credential: Credential): ApiClient => {
  const send = (call: ApiCall): Promise<Response> =>
    fetch(`${baseUrl}${call.path}`, {
      method: call.method,
      headers: {
        ...credential,
        ...(call.method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(30_000),
    });
  return {
    call: async (call, answer) => {
      const response = await send(call);
      const text = await response.text();
      if (!response.ok) throw refusal(call, response.status, text);
      return answer.parse(parseJson(text));
    },
    refusal: async (call) => {
      const response = await send(call);
      const text = await response.text();
      if (response.ok) throw new Error(`${call.method} ${call.path} answered ${response.status}`);
      return `${response.status} ${problem.parse(parseJson(text)).code}`;
    },
  };
};
