import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { StaffRole } from '../../../functions/kernel/operation/declaration.ts';
import { rolesOf, surfacePaths } from '../../../functions/kernel/operation/declaration.ts';
import type { LocalPlatform } from '../../../local/platform.ts';
import { startPlatform } from '../../../local/start.ts';
import { root } from '../../architecture/repository.ts';
import { newCustomer, newTenant } from '../../journeys/support/actors.ts';
import type { Caller } from '../../journeys/support/caller.ts';
import { caller, staff } from '../../journeys/support/caller.ts';
import type { Encryption } from '../../journeys/support/encryption.ts';
import { encryptionFor } from '../../journeys/support/encryption.ts';
import { inProcess } from '../../journeys/support/in-process.ts';
import { anybody, openedSession, pairedPhone } from '../../journeys/support/phone.ts';
import { agreed } from './contract.ts';
import type { Way } from './routes.ts';
import { ways } from './routes.ts';
import { worldMs } from './world.ts';

interface Member {
  readonly role: StaffRole;
  readonly of: 'platform' | 'its own tenant' | 'another tenant';
  readonly by: Caller;
}

interface Crowd {
  readonly local: LocalPlatform;
  readonly encryption: Encryption;
  readonly backend: Caller;
  readonly me: Caller;
  readonly members: readonly Member[];
  /** Callers whom no surface knows by what they send, and whom none but one does. */
  readonly strangers: Readonly<Record<string, Caller>>;
  /** A credential that is good for its own surface, sent where others are asked for. */
  readonly astray: Readonly<Record<'key' | 'session' | 'staff', readonly Caller[]>>;
}

const roles = ['Admin', 'Manager', 'Employee'] as const;

const gather = async (): Promise<Crowd> => {
  const local = await startPlatform({ rateLimit: { perSecond: 10_000, burst: 10_000 } });
  const platform = await inProcess(local);
  const { baseUrl } = platform;
  const [tenant, other] = [await newTenant(platform, 'Own Wallet'), await newTenant(platform, 'Other Wallet')];
  const customerId = await newCustomer(tenant.backend, 'Asha');
  const phone = await pairedPhone(platform, tenant.backend, { customerId });
  const { sessionToken } = openedSession.parse((await phone.signIn()).body);
  const places = { platform: 'platform', 'its own tenant': tenant.tenantId, 'another tenant': other.tenantId } as const;
  const member = async (role: StaffRole, of: Member['of']): Promise<Member> => ({
    ...{ role, of },
    by: staff(platform, await platform.staffToken({ role, tenant: places[of] })),
  });
  const of: readonly Member['of'][] = ['platform', 'its own tenant', 'another tenant'];
  const token = await platform.staffToken({ role: 'Admin', tenant: 'platform' });
  const homeless = await local.staffToken({ role: 'Admin', tenant: null });
  const everywhere = (value: string): Caller =>
    caller(baseUrl, { 'x-api-key': value, authorization: `Bearer ${value}` });
  return {
    local,
    encryption: await encryptionFor(anybody(platform), '/customers/encryption-key'),
    backend: tenant.backend,
    me: caller(baseUrl, { authorization: `Bearer ${sessionToken}` }),
    members: await Promise.all(of.flatMap((place) => roles.map((role) => member(role, place)))),
    strangers: {
      nobody: anybody(platform),
      'an unknown credential': everywhere('x'.repeat(43)),
      'staff of no tenant': everywhere(homeless),
      'a token without a signature': everywhere(`${token.split('.').slice(0, 2).join('.')}.`),
      'a token with another payload': everywhere(
        token.replace(/\.(.)/u, (_, first: string) => `.${first === 'f' ? 'e' : 'f'}`),
      ),
    },
    astray: {
      key: [everywhere(tenant.apiKey.secret)],
      session: [everywhere(sessionToken)],
      staff: [everywhere(token)],
    },
  };
};

let crowd: Crowd;
beforeAll(async () => {
  crowd = await gather();
}, worldMs);
afterAll(() => crowd.local.stop());

/** Wrong only in its query, which is looked at when it is clear who calls and whether he may. */
const attempt = async ({ declaration, route }: Way, by: Caller): Promise<readonly [number, string]> => {
  const { encryption } = crowd;
  const headers = { none: {}, response: encryption.answerOnly, both: encryption.both }[declaration.encryption];
  const plain = declaration.body === null ? undefined : {};
  const body = declaration.encryption === 'both' && plain !== undefined ? await encryption.seal(plain) : plain;
  const filled = route.path.replaceAll(/\{\w+\}/gu, 'x');
  const at = `${surfacePaths[route.surface].slice('/v1.0'.length)}${filled}?surprise=1`;
  const answer = await by.send({ method: route.method, path: at, body, headers });
  return [answer.status, z.looseObject({ code: z.string() }).parse(answer.body).code];
};

const allowed = [400, 'validation_failed'];
const unknown = [401, 'unauthenticated'];
const forbidden = [403, 'forbidden_role'];

const operationOf = ({ declaration }: Way) => agreed[declaration.operationId];
const named = ways.filter((way) => operationOf(way) !== undefined);
const onAdmin = ways.filter(({ route }) => route.surface === 'admin');

/** Every answer that is not the expected one. */
const unexpected = async (
  cases: readonly (readonly [Way, string, Caller, readonly unknown[]])[],
): Promise<unknown[]> => {
  const wrong: unknown[] = [];
  for (const [way, who, by, expected] of cases) {
    const heard = await attempt(way, by);
    if (JSON.stringify(heard) !== JSON.stringify(expected)) wrong.push({ way: way.name, who, heard, expected });
  }
  return wrong;
};

describe('AN-77 API5 who may call what', () => {
  it('AN-41 AN-56 AN-57 AN-58 AN-64 AN-65 is declared as the contract says, operation by operation', () => {
    const declared = Object.fromEntries(
      named.map(({ declaration: { operationId, encryption, routes } }) => [
        operationId,
        {
          surfaces: routes.map(({ surface }) => surface).toSorted(),
          encryption,
          roles: routes.flatMap((route) => (route.surface === 'admin' ? rolesOf(route) : [])),
          operatorsOnly: routes.some(({ operatorOnly }) => operatorOnly === true),
          open: routes.some(({ open }) => open === true),
        },
      ]),
    );
    const written = Object.entries(agreed)
      .filter(([operationId]) => operationId in declared)
      .map(([operationId, one]) => [operationId, { ...one, surfaces: one.surfaces.toSorted() }] as const);
    expect(declared).toEqual(Object.fromEntries(written));
    expect(Object.keys(agreed).filter((operationId) => !(operationId in declared))).toEqual([]);
  });

  it('has a line in the contract for every route of staff', () => {
    const unwritten = onAdmin.filter((way) => operationOf(way) === undefined);
    expect(unwritten.map(({ name }) => name)).toEqual([]);
  });

  it('AN-14 is enforced for every group of staff, of the platform and of tenants, on every route of theirs', async () => {
    const cases = onAdmin.flatMap((way) => {
      const may = operationOf(way) ?? { roles: rolesOf(way.route), operatorsOnly: way.route.operatorOnly === true };
      return crowd.members.map(({ role, of, by }) => {
        const isWelcome = may.roles.includes(role) && (!may.operatorsOnly || of === 'platform');
        return [way, `${role} of ${of}`, by, isWelcome ? allowed : forbidden] as const;
      });
    });
    expect(await unexpected(cases)).toEqual([]);
    expect(cases.length).toBeGreaterThan(200);
  });

  it('AN-12 AN-13 lets in a tenant by its key and a customer by the session, each on its own channels only', async () => {
    const good = { secure: crowd.backend, sandbox: crowd.backend, customer: crowd.me } as const;
    const cases = ways.flatMap((way) => {
      const { surface } = way.route;
      return surface === 'admin' ? [] : [[way, 'its own caller', good[surface], allowed] as const];
    });
    expect(await unexpected(cases)).toEqual([]);
  });

  it('API2 API5 refuses a credential of another channel, and every forged one, on every route', async () => {
    const { key, session, staff: ofStaff } = crowd.astray;
    const wrongOn = {
      secure: [...session, ...ofStaff],
      sandbox: [...session, ...ofStaff],
      customer: [...key, ...ofStaff],
      admin: [...key, ...session],
    } as const;
    const forged = Object.entries(crowd.strangers);
    const closed = ways.filter(({ route }) => route.open !== true);
    const cases = closed.flatMap((way, at) => [
      [way, 'nobody', crowd.strangers['nobody']!, unknown] as const,
      ...wrongOn[way.route.surface].map((by) => [way, 'a credential of another channel', by, unknown] as const),
      // Each meets many routes of every channel.
      ...[forged[at % forged.length]!].map(([who, by]) => [way, who, by, unknown] as const),
    ]);
    expect(await unexpected(cases)).toEqual([]);
  });
});

const row = z.looseObject({
  operationId: z.string(),
  method: z.string(),
  path: z.string(),
  channel: z.string(),
  encryption: z.string(),
  roles: z.array(z.string()),
  operatorsOnly: z.boolean(),
});

const shown = (way: Way): string => {
  const { declaration, route } = way;
  const groups = route.surface === 'admin' ? rolesOf(route).join(', ') : '–';
  return [
    declaration.operationId,
    route.surface,
    `${route.method} ${surfacePaths[route.surface]}${route.path}`,
    { none: 'on demand', response: 'answer', both: 'request and answer' }[declaration.encryption],
    `${groups}${route.operatorOnly === true ? ' (operators)' : ''}`,
  ].join(' | ');
};

const channelsOf = (operationId: string): readonly string[] =>
  ways.filter(({ declaration }) => declaration.operationId === operationId).map(({ route }) => route.surface);

describe('What the channels are for', () => {
  it('AN-01 balances, KYC and cards are there for apps and for servers, and staff work on balances and cards', () => {
    for (const operationId of ['createBalance', 'startVerification', 'createVirtualCard']) {
      expect(channelsOf(operationId)).toEqual(expect.arrayContaining(['customer', 'secure']));
    }
    for (const operationId of ['freezeBalance', 'createVirtualCard', 'lockCard']) {
      expect(channelsOf(operationId)).toContain('admin');
    }
  });

  it('D-07 all four ways to a verified customer are served: ours, from the app, by a server, by the tenant itself', () => {
    expect(channelsOf('submitVerificationOtp')).toEqual(['secure', 'customer']);
    expect(channelsOf('startVerification')).toEqual(['secure', 'customer']);
    expect(channelsOf('assertKyc')).toEqual(['secure']);
  });

  it('D-09 AN-12 AN-13 AN-14 every route is a whole path below the prefix of its channel', () => {
    const prefixes = { secure: 'secure', customer: 'customers', admin: 'admin', sandbox: 'sandbox' } as const;
    const cut = ways.filter(({ route }) => {
      const segments = `${surfacePaths[route.surface]}${route.path}`.split('/').slice(1);
      const [version, prefix, ...rest] = segments;
      const areWhole = rest.length > 0 && rest.every((segment) => /^(?:[a-z][a-z-]*|\{[a-z]\w*\})$/u.test(segment));
      return version !== 'v1.0' || prefix !== prefixes[route.surface] || !areWhole;
    });
    expect(cut.map(({ name }) => name)).toEqual([]);
  });
});

describe('AN-77 what is published of it', () => {
  it('is by operationMatrix what is enforced', async () => {
    const { data } = z.object({ data: z.array(row) }).parse((await crowd.members[2]!.by.get('/admin/operations')).body);
    const published = data.map(({ operationId, channel, method, path: at, encryption, roles: may, operatorsOnly }) =>
      JSON.stringify([operationId, channel, `${method} ${at}`, encryption, may, operatorsOnly]),
    );
    const enforced = ways.map(({ declaration, route }) =>
      JSON.stringify([
        ...[declaration.operationId, route.surface, `${route.method} /api${surfacePaths[route.surface]}${route.path}`],
        ...[declaration.encryption, route.surface === 'admin' ? rolesOf(route) : [], route.operatorOnly === true],
      ]),
    );
    expect(published.toSorted()).toEqual(enforced.toSorted());
  });

  it('is in docs/reference/operations.md what is enforced', () => {
    const text = readFileSync(path.join(root, 'docs/reference/operations.md'), 'utf8');
    const lines = text.split('\n').filter((line) => /^\| `\w+` \| \w+ \| `[A-Z]+ \/v1/u.test(line));
    const documented = lines.map((line) => {
      const [operation, surface, route, , encryption, may] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim());
      return [operation, surface, route, encryption, may].map((cell) => (cell ?? '').replaceAll('`', '')).join(' | ');
    });
    expect(documented.toSorted()).toEqual(ways.map(shown).toSorted());
  });
});
