import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { HttpDeclaration, Route } from '../../functions/kernel/operation/declaration.ts';
import { rolesOf } from '../../functions/kernel/operation/declaration.ts';
import type { HttpHandler } from '../../functions/kernel/operation/http-operation.ts';
import type { Platform } from '../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { operationFolders, root } from '../architecture/repository.ts';
import { cardFleet } from '../simulation/card-fleet.ts';
import type { CardFleet } from '../simulation/card-fleet.ts';
import type { TestCaller, TestRequest } from '../support/http-call.ts';
import { call } from '../support/http-call.ts';
import type { Dice } from '../support/seeded.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

const cases = 10_000;

interface Subject {
  readonly declaration: HttpDeclaration;
  readonly handler: HttpHandler;
}

interface OperationModules {
  readonly declaration: Record<string, unknown>;
  readonly handler: { readonly wire: (platform: Platform) => HttpHandler };
}

const isHttp = (value: unknown): value is HttpDeclaration =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'http';

const subjectsOn = async (platform: Platform): Promise<readonly Subject[]> => {
  const found = await Promise.all(
    operationFolders.map(async ({ folder }): Promise<readonly Subject[]> => {
      const at = (file: string): string => path.join(root, folder, file);
      const declarations = (await import(at('declaration.ts'))) as OperationModules['declaration'];
      const declaration = Object.values(declarations).find(isHttp);
      if (declaration === undefined) return [];
      const { wire } = (await import(at('handler.ts'))) as OperationModules['handler'];
      return [{ declaration, handler: wire(platform) }];
    }),
  );
  return found.flat();
};

let own: TestPlatform;
let fleet: CardFleet;
let subjects: readonly Subject[];
let foreign: TenantContext;
beforeAll(async () => {
  own = await startTestPlatform();
  fleet = await cardFleet(own);
  for (let card = 0; card < 20; card += 1) await fleet.issue();
  foreign = await fleet.newTenant();
  const settings = new Proxy({}, { get: () => 'http://127.0.0.1:9', has: () => true });
  const fetch = async (): Promise<Response> => Promise.reject(new Error('a refused request reached a provider'));
  subjects = await subjectsOn({ ...fleet.platform, settings, fetch });
});
afterAll(() => own.stop());

const strange = (dice: Dice): unknown =>
  dice.pick<unknown>([
    ...[null, true, -1, 0, 1.5, 2 ** 53, 1e308, '', ' ', '\u202e', [], [null], {}, { $gt: '' }],
    ...["' OR 1=1 --", '../../etc/passwd', '<script>', '%00', dice.text(300), 'x'.repeat(5_000), dice.text(8)],
  ]);

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Something of the published shape, with strange values here and there. */
const sample = (schema: unknown, dice: Dice): unknown => {
  if (!isSchema(schema) || dice.chance(0.15)) return strange(dice);
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) return sample(dice.pick(choices), dice);
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return dice.pick<unknown>(schema['enum']);
  switch (schema['type']) {
    case 'object': {
      const members = isSchema(schema['properties']) ? Object.entries(schema['properties']) : [];
      const kept = members.filter(() => dice.chance(0.85));
      return Object.fromEntries(kept.map(([name, member]) => [name, sample(member, dice)]));
    }
    case 'array':
      return Array.from({ length: dice.between(0, 3) }, () => sample(schema['items'], dice));
    case 'integer':
    case 'number':
      return dice.pick([0, 1, 100, -1, 2 ** 53]);
    case 'boolean':
      return dice.chance(0.5);
    default:
      return dice.pick(['Asha', '+919812345678', 'asha@example.com', '2026-11-22', 'https://example.com/x', 'INR']);
  }
};

const bodyOf = ({ body }: HttpDeclaration, dice: Dice): unknown =>
  body === null ? undefined : sample(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }), dice);

const goodCaller = (route: Route, { dice, tenant }: { dice: Dice; tenant: TenantContext }): TestCaller => {
  if (route.surface === 'admin') return { staff: dice.pick(rolesOf(route)), of: 'platform' };
  return route.surface === 'customer' ? { customer: own.ids.next('cus', tenant), of: tenant } : { tenant };
};

/** A caller that this route is not for; undefined where anybody is welcome. */
const badCaller = (route: Route, dice: Dice): TestCaller | undefined => {
  if (route.open === true) return undefined;
  const others = (['Admin', 'Manager', 'Employee'] as const).filter((role) => !rolesOf(route).includes(role));
  if (route.surface === 'customer') {
    const expired = { customer: own.ids.next('cus', fleet.tenant), of: fleet.tenant, expired: true } as const;
    return dice.pick<TestCaller>([{ nobody: true }, { tenant: fleet.tenant }, expired]);
  }
  if (route.surface !== 'admin' || others.length === 0 || dice.chance(0.3)) return { nobody: true };
  return { staff: dice.pick(others), of: dice.pick(['platform' as const, foreign]) };
};

const malformed = [
  '{',
  '{"a":1,"a":2}',
  '[1',
  '{"__proto__":{}}',
  '\ufeff{}',
  '{"a":"\\ud800"}',
  '{} {}',
  '['.repeat(5_000),
];

interface Faulty {
  readonly fault: string;
  readonly request: TestRequest;
}

/** Requests that are wrong for certain, each in one way at least; what else is in them is up to the dice. */
const faultyRequest = ({ declaration }: Subject, dice: Dice): Faulty => {
  const { tenant } = fleet;
  const route = dice.pick(declaration.routes);
  const foreignId = (kind: string): string => {
    const real = `${kind}_${own.ids.next('cus', foreign).slice('cus_'.length)}`;
    const odd = dice.pick([real, real.slice(0, -1), `${real}0`, real.toUpperCase(), '..', '__proto__', dice.text(36)]);
    return odd;
  };
  const params = Object.fromEntries(
    Object.entries(declaration.params).map(([name, kind]) => [name, kind === 'text' ? dice.text(8) : foreignId(kind)]),
  );
  const body = bodyOf(declaration, dice);
  const good: TestRequest = {
    as: goodCaller(route, { dice, tenant }),
    surface: route.surface,
    params,
    ...(body === undefined ? {} : { body }),
  };
  const faults: Faulty[] = [{ fault: 'unknown query member', request: { ...good, query: { surprise: dice.text(4) } } }];
  const caller = badCaller(route, dice);
  if (caller !== undefined) faults.push({ fault: 'caller', request: { ...good, as: caller } });
  // On the customer surface the customer is the session's own, whatever the request says.
  const ids = Object.entries(declaration.params).filter(
    ([name, kind]) => kind !== 'text' && route.path.includes(`{${name}}`),
  );
  if (ids.length > 0) faults.push({ fault: 'foreign or malformed id', request: good });
  if (declaration.body !== null) {
    faults.push(
      { fault: 'malformed JSON', request: { ...good, body: dice.pick(malformed) } },
      { fault: 'no object', request: { ...good, body: JSON.stringify(dice.pick([null, 1, 'x', [], true])) } },
      { fault: 'content type', request: { ...good, headers: { 'Content-Type': 'text/plain' } } },
      { fault: 'too large', request: { ...good, body: JSON.stringify({ a: 'x'.repeat(2 ** 18) }) } },
      {
        fault: 'unknown member',
        request: {
          ...good,
          body: { ...(isSchema(body) && !Array.isArray(body) ? body : {}), [`x${dice.text(3)}`]: 1 },
        },
      },
    );
  }
  if (declaration.idempotency !== 'none') {
    const missing = route.surface === 'customer' ? [] : [null, ''];
    const idempotencyKey = dice.pick([...missing, 'k'.repeat(256), 'ü', 'a\u0000b']);
    faults.push({ fault: 'idempotency key', request: { ...good, idempotencyKey } });
  }
  return dice.pick(faults);
};

const stored = (): string => fleet.hash(({ item }) => item !== 'idempotency');

describe('10,000 requests that are wrong, over every operation', () => {
  it('I12 I9 are each answered 4xx with a problem, never 5xx, and change nothing', async () => {
    const dice = seeded(20_261_122);
    const before = stored();
    const wrong: unknown[] = [];
    const asked = new Set<string>();
    for (let at = 0; at < cases; at += 1) {
      const subject = subjects[at % subjects.length]!;
      const { operationId } = subject.declaration;
      const { fault, request } = faultyRequest(subject, dice);
      const { status, body } = await call(subject.handler, subject.declaration, request);
      asked.add(operationId);
      const isProblem = typeof body?.code === 'string' && body.status === status;
      if (status < 400 || status > 499 || !isProblem) wrong.push({ operationId, fault, status, request });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(asked.size).toBe(subjects.length);
    expect(subjects.length).toBeGreaterThanOrEqual(60);
    expect(stored()).toBe(before);
    expect(own.sent.messages).toEqual([]);
  }, 120_000);
});
