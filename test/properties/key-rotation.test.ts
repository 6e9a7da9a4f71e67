import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '../../functions/customers/create-customer/declaration.ts';
import { wire as wireCustomer } from '../../functions/customers/create-customer/handler.ts';
import { listCustomers } from '../../functions/customers/list-customers/declaration.ts';
import { wire as wireList } from '../../functions/customers/list-customers/handler.ts';
import { wire as wireIngress } from '../../functions/ingress/receive-issuer-event/handler.ts';
import { sign } from '../../functions/kernel/crypto/hmac.ts';
import { signedBytes } from '../../functions/kernel/operation/signed-message.ts';
import type { SecretStore } from '../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { wire as wireAuthorizer } from '../../functions/tenants/authorize-tenant/handler.ts';
import { createApiKey } from '../../functions/tenants/create-api-key/declaration.ts';
import { wire as wireApiKey } from '../../functions/tenants/create-api-key/handler.ts';
import type { LocalKeyRing } from '../../local/key-ring.ts';
import { localKeyRing } from '../../local/key-ring.ts';
import { authorize } from '../support/authorizer-call.ts';
import { encryptingCaller } from '../support/caller-keys.ts';
import { call } from '../support/http-call.ts';
import { forge } from '../support/jwe-forge.ts';
import type { Phone } from '../support/phones.ts';
import { newPhone, paired, proveSession, sessionOn } from '../support/phones.ts';
import { givenProgram } from '../support/programs.ts';
import type { Dice } from '../support/seeded.ts';
import { seeded } from '../support/seeded.ts';
import { profile, storeCustomer } from '../support/stored-customer.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { callUrl } from '../support/trigger.ts';

/** A key that is replaced: the newest makes, those that overlap are still accepted. */
interface Rotating {
  /** Generation that makes now. */
  newest(): number;
  isLive(generation: number): boolean;
  rotate(): void;
  /** Ends the overlap: only the newest is accepted from now on. */
  revoke(): void;
}

const rotatingSecrets = (fixed: SecretStore) => {
  const secrets = new Map<string, { at: number; values: [string, ...string[]] }>();
  const of = (name: string) => {
    const known = secrets.get(name) ?? { at: 0, values: [randomBytes(32).toString('base64url')] };
    secrets.set(name, known);
    return known;
  };
  const rotating = (name: string): Rotating => ({
    newest: () => of(name).at,
    isLive: (generation) => generation > of(name).at - of(name).values.length,
    rotate: () => {
      const { at, values } = of(name);
      secrets.set(name, { at: at + 1, values: [randomBytes(32).toString('base64url'), values[0]] });
    },
    revoke: () => void secrets.set(name, { at: of(name).at, values: [of(name).values[0]] }),
  });
  const store: SecretStore = { values: async (name) => (secrets.has(name) ? of(name).values : fixed.values(name)) };
  return { store, rotating: (name: string) => (of(name), rotating(name)) };
};

/** More than the test rotates; an RSA key takes a tenth of a second to make. */
const spareKeys = 6;

const rotatingRing = (ring: LocalKeyRing): Rotating => {
  const spare = Array.from({ length: spareKeys }, () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  let at = 0;
  let oldest = 0;
  return {
    newest: () => at,
    isLive: (generation) => generation >= oldest,
    rotate: () => {
      const key = spare[at % spareKeys]!;
      at += 1;
      ring.rotate(`msg-test-${at}`, key);
    },
    revoke: () => {
      for (; oldest < at; oldest += 1) ring.revoke(`msg-test-${oldest}`);
    },
  };
};

/** Something that a caller holds, made under one generation of a key. */
interface Held {
  readonly generation: number;
  /** @returns whether the platform accepted it */
  use(): Promise<boolean>;
}

interface Subject {
  readonly name: string;
  readonly key: Rotating;
  /** Under the newest key. */
  make(): Promise<Held['use']>;
}

let platform: TestPlatform;
let tenant: TenantContext;
let subjects: readonly Subject[];
let phone: Phone;
let installationId: string;

const event = JSON.stringify({ type: 'x.y', reference: 'r', occurredAt: '2026-11-21T06:30:00Z', data: {} });
const { header: publicKey } = encryptingCaller();

const encryptedRequests = (key: Rotating): Subject => ({
  name: 'an encrypted request',
  key,
  make: async () => {
    const { kid, spki } = await platform.messageKeys.current();
    const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid };
    const payload = forge(spki, { header, plaintext: Buffer.from(JSON.stringify(profile)) });
    const headers = { 'Encrypted-Request': 'true', 'Public-Key': publicKey };
    return async () => {
      const request = { as: { tenant }, body: { payload }, headers };
      const { status, body } = await call(wireCustomer(platform), createCustomer, request);
      expect([status, body.code]).toBeOneOf([
        [201, undefined],
        [400, 'CANT_DECRYPT_PAYLOAD'],
      ]);
      return status === 201;
    };
  },
});

const apiKeys = (key: Rotating): Subject => ({
  name: 'an API key',
  key,
  make: async () => {
    const as = { staff: 'Admin', of: 'platform' } as const;
    const params = { tenantId: tenant.tenantId };
    const { body } = await call(wireApiKey(platform), createApiKey, { as, params });
    return async () => (await authorize(wireAuthorizer(platform), { 'x-api-key': String(body.secret) })) !== 401;
  },
});

const sessions = (key: Rotating): Subject => ({
  name: 'a session',
  key,
  make: async () => {
    const token = await sessionOn(platform, phone, installationId);
    return async () => (await proveSession(platform, token)) !== 401;
  },
});

const providerEvents = (key: Rotating): Subject => ({
  name: "a provider's event",
  key,
  make: async () => {
    const [secret] = await platform.secrets.values('issuer-webhook-signing');
    const timestamp = String(Math.floor(platform.clock.now().epochMilliseconds / 1000));
    const eventId = randomUUID();
    const signature = `v1=${sign(secret, signedBytes(timestamp, eventId, Buffer.from(event)))}`;
    const headers = { 'x-signature': signature, 'x-timestamp': timestamp, 'x-event-id': eventId };
    return async () => {
      const { status } = await callUrl(wireIngress(platform), { body: event, headers });
      expect(status).toBeOneOf([202, 401]);
      return status === 202;
    };
  },
});

const cursors = (key: Rotating): Subject => ({
  name: 'a cursor',
  key,
  make: async () => {
    const list = (query: Readonly<Record<string, string>>) =>
      call(wireList(platform), listCustomers, { as: { tenant }, query: { limit: '1', ...query } });
    const { body } = await list({});
    return async () => {
      const { status, body: page } = await list({ cursor: String(body.nextCursor) });
      if (status !== 200) expect([status, page.code]).toEqual([400, 'cursor_invalid']);
      return status === 200;
    };
  },
});

beforeAll(async () => {
  const own = await startTestPlatform();
  const ring = localKeyRing('msg-test-0');
  const { store, rotating } = rotatingSecrets(own.secrets);
  platform = { ...own, secrets: store, messageKeys: ring };
  ({ tenant } = await givenProgram(platform));
  const customer = await storeCustomer(platform, tenant);
  await storeCustomer(platform, tenant);
  phone = newPhone();
  subjects = [
    encryptedRequests(rotatingRing(ring)),
    apiKeys(rotating('api-key-pepper')),
    sessions(rotating('session-pepper')),
    providerEvents(rotating('issuer-webhook-signing')),
    cursors(rotating('cursor-signing')),
  ];
  installationId = await paired(platform, { tenant, customerId: customer.customerId, phone });
});
afterAll(() => platform.stop());

interface Tally {
  accepted: number;
  refused: number;
  /** What was used while its key went or came: either answer is right. */
  crossed: number;
  readonly wrong: string[];
}

const judge = async (subject: Subject, { generation, use }: Held, tally: Tally): Promise<void> => {
  const [before, accepted] = [subject.key.isLive(generation), await use()];
  const after = subject.key.isLive(generation);
  if (before !== after) {
    tally.crossed += 1;
    return;
  }
  if (accepted !== after) tally.wrong.push(`${subject.name} of ${generation}: ${accepted ? 'accepted' : 'refused'}`);
  if (accepted) tally.accepted += 1;
  else tally.refused += 1;
};

const turnKey = (key: Rotating, dice: Dice): void => {
  if (dice.chance(0.5)) key.rotate();
  else key.revoke();
};

/** Some at work at the same time, and among them the key may turn. */
const round = async (subject: Subject, held: Held[], { dice, tally }: { dice: Dice; tally: Tally }): Promise<void> => {
  const work = Array.from({ length: 4 }, async (): Promise<void> => {
    if (held.length > 0 && dice.chance(0.7)) return judge(subject, dice.pick(held.slice(-6)), tally);
    const generation = subject.key.newest();
    const use = await subject.make();
    // Made while the key turned: under which one is not known.
    if (subject.key.newest() === generation) held.push({ generation, use });
  });
  await Promise.resolve();
  if (dice.chance(0.35)) turnKey(subject.key, dice);
  await Promise.all(work);
};

describe('Keys that are replaced while requests run', () => {
  it.each(['an encrypted request', 'an API key', 'a session', "a provider's event", 'a cursor'])(
    'I17 refuse no valid %s in the overlap, and let in none after it',
    async (name) => {
      const subject = subjects.find((one) => one.name === name);
      if (subject === undefined) throw new Error(`no ${name}`);
      const dice = seeded(17 + subjects.indexOf(subject));
      const tally: Tally = { accepted: 0, refused: 0, crossed: 0, wrong: [] };
      const held: Held[] = [];
      for (let rounds = 0; rounds < 25; rounds += 1) await round(subject, held, { dice, tally });
      expect(tally.wrong).toEqual([]);
      expect(tally.accepted).toBeGreaterThan(10);
      // After the last revocation nothing older is let in, whatever it was.
      subject.key.rotate();
      const fresh = { generation: subject.key.newest(), use: await subject.make() };
      subject.key.revoke();
      for (const old of held.slice(-10)) await judge(subject, old, tally);
      await judge(subject, fresh, tally);
      expect(tally.wrong).toEqual([]);
      expect(tally.refused).toBeGreaterThanOrEqual(10);
    },
  );
});
