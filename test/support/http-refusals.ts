import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { HttpHandler } from '../../functions/kernel/operation/http-operation.ts';
import type { HttpDeclaration, Route } from '../../functions/kernel/operation/declaration.ts';
import { rolesOf } from '../../functions/kernel/operation/declaration.ts';
import type { TestAnswer, TestCaller, TestRequest } from './http-call.ts';
import { call } from './http-call.ts';

/** One operation and one request that it would carry out. */
export interface RefusalCase {
  readonly declaration: HttpDeclaration;
  readonly handler: () => HttpHandler;
  /** A request that succeeds; made once for all tests that refuse a change of it, and anew where it is carried out. */
  readonly valid: () => Promise<TestRequest>;
  /** Body fields that must be there. */
  readonly required?: readonly string[];
  /** Body fields with values that must be refused. */
  readonly malformed?: Readonly<Record<string, unknown>>;
}

const refusedWith = async (
  subject: RefusalCase,
  change: Partial<TestRequest>,
  expected: [status: number, code: string],
) => {
  const valid = await subject.valid();
  const answer = await call(subject.handler(), subject.declaration, { ...valid, ...change });
  expect([answer.status, answer.body.code]).toEqual(expected);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
  return answer;
};

const faultyPaths = (answer: TestAnswer): string[] =>
  (answer.body as { invalidFields: { path: string }[] }).invalidFields.map(({ path }) => path);

const bodyOf = (request: TestRequest): Record<string, unknown> => ({ ...(request.body as Record<string, unknown>) });

const bodyRefusals = (subject: RefusalCase): void => {
  it('refuses a body that is not JSON', async () => {
    await refusedWith(subject, { body: '{"a":' }, [400, 'malformed_json']);
  });
  it('refuses another content type with 415', async () => {
    await refusedWith(subject, { body: 'a=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, [
      415,
      'unsupported_media_type',
    ]);
  });
  it('refuses a body above 256 KB with 413', async () => {
    await refusedWith(subject, { body: JSON.stringify({ a: 'x'.repeat(256 * 1024) }) }, [413, 'payload_too_large']);
  });
  it('refuses unknown fields by name', async () => {
    const body = { ...bodyOf(await subject.valid()), surprise: 1 };
    const answer = await refusedWith(subject, { body }, [400, 'validation_failed']);
    expect(answer.body.invalidFields).toContainEqual({ path: 'surprise', message: 'unknown field' });
  });
  if ((subject.required ?? []).length > 0) {
    it(`names every missing field at once: ${subject.required?.join(', ')}`, async () => {
      const answer = await refusedWith(subject, { body: {} }, [400, 'validation_failed']);
      expect(faultyPaths(answer)).toEqual(expect.arrayContaining([...(subject.required ?? [])]));
    });
  }
  const malformed = Object.entries(subject.malformed ?? {});
  if (malformed.length > 0) {
    it(`names every malformed field at once: ${malformed.map(([name]) => name).join(', ')}`, async () => {
      const body = { ...bodyOf(await subject.valid()), ...subject.malformed };
      const answer = await refusedWith(subject, { body }, [400, 'validation_failed']);
      const roots = faultyPaths(answer).map((path) => path.split('.')[0]);
      expect(roots).toEqual(expect.arrayContaining(malformed.map(([name]) => name)));
    });
  }
};

const idempotencyRefusals = (subject: RefusalCase, refused: RefusalCase): void => {
  // Optional on the customer surface (api.md section 2).
  if (subject.declaration.routes.some(({ surface }) => surface !== 'customer')) {
    it('requires an Idempotency-Key', async () => {
      await refusedWith(refused, { idempotencyKey: null }, [400, 'idempotency_key_required']);
    });
  }
  it('refuses an Idempotency-Key of more than 255 characters', async () => {
    await refusedWith(refused, { idempotencyKey: 'k'.repeat(256) }, [400, 'validation_failed']);
  });
  it('I4 answers a repeat like the first time, marked as replayed', async () => {
    const request = { ...(await subject.valid()), idempotencyKey: randomUUID() };
    const first = await call(subject.handler(), subject.declaration, request);
    const second = await call(subject.handler(), subject.declaration, request);
    expect(first.status).toBe(subject.declaration.status);
    expect(second.status).toBe(first.status);
    expect(second.headers['idempotent-replayed']).toBe('true');
  });
  it.each([0, 2, 5])('I4 carries out two requests with one key once, the second %i ms later', async (laterMs) => {
    const request = { ...(await subject.valid()), idempotencyKey: randomUUID() };
    const answers = await Promise.all(
      [0, laterMs].map(async (ms) => {
        await sleep(ms);
        return call(subject.handler(), subject.declaration, request);
      }),
    );
    const fresh = answers.filter(({ status, headers }) => status < 300 && headers['idempotent-replayed'] === undefined);
    expect(fresh).toHaveLength(1);
    const other = answers.find((answer) => answer !== fresh[0]);
    expect(other?.status === 409 ? other.body.code : other?.headers['idempotent-replayed']).toMatch(
      /^(idempotency_in_progress|true)$/,
    );
  });
};

const wrongCallers = (route: Route): readonly TestCaller[] =>
  (['Admin', 'Manager', 'Employee'] as const)
    .filter((role) => !rolesOf(route).includes(role))
    .map((staff) => ({ staff, of: 'platform' }));

const callerRefusals = (subject: RefusalCase): void => {
  for (const route of subject.declaration.routes.filter(({ open }) => open !== true)) {
    it(`refuses a caller without credential on ${route.surface}`, async () => {
      await refusedWith(subject, { as: { nobody: true }, surface: route.surface }, [401, 'unauthenticated']);
    });
    for (const as of route.surface === 'admin' ? wrongCallers(route) : []) {
      it(`refuses the role ${'staff' in as ? as.staff : ''} on admin`, async () => {
        await refusedWith(subject, { as, surface: 'admin' }, [403, 'forbidden_role']);
      });
    }
  }
};

/** What is refused changes nothing, so the same request can be refused again. */
const madeOnce = (make: RefusalCase['valid']): RefusalCase['valid'] => {
  let made: Promise<TestRequest> | undefined;
  return async () => (made ??= make());
};

/** The refusals that every HTTP operation owes, from its declaration (api.md section 2). */
export const itRefusesBadRequests = (subject: RefusalCase): void => {
  const refused = { ...subject, valid: madeOnce(subject.valid) };
  callerRefusals(refused);
  it('refuses unknown query parameters', async () => {
    await refusedWith(refused, { query: { surprise: '1' } }, [400, 'validation_failed']);
  });
  if (subject.declaration.body !== null && subject.declaration.encryption !== 'both') bodyRefusals(refused);
  if (subject.declaration.idempotency !== 'none') idempotencyRefusals(subject, refused);
};
