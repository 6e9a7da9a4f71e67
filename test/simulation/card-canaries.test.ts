import { randomBytes, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { holds } from '../../local/demo/leak-scan.ts';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import { subdomains } from '../../lib/subdomains.ts';
import { startOtp, newCustomer, newTenant } from '../journeys/support/actors.ts';
import type { Answer, Call, Caller } from '../journeys/support/caller.ts';
import { staff } from '../journeys/support/caller.ts';
import type { Encryption } from '../journeys/support/encryption.ts';
import { encryptionFor } from '../journeys/support/encryption.ts';
import { eventually } from '../journeys/support/eventually.ts';
import { inProcess } from '../journeys/support/in-process.ts';
import type { FundedCustomer } from '../journeys/support/money.ts';
import { funded, inr } from '../journeys/support/money.ts';
import type { Phone } from '../journeys/support/phone.ts';
import { anybody, pairedPhone } from '../journeys/support/phone.ts';
import { makeRequest } from '../support/certificate-requests.ts';

/** What may be shown to its caller alone, by what it is called. */
const secrets = new Map<string, Set<string>>();
const keepSecret = (what: string, value: unknown): void => {
  if (typeof value !== 'string' || value === '') return;
  secrets.set(what, (secrets.get(what) ?? new Set()).add(value));
};

const secretMembers = ['pan', 'cvv', 'password', 'pinBlock', 'code', 'sessionToken', 'secret', 'apiKey'] as const;

/** Keeps every secret that an answer shows. */
const learn = (shown: unknown): void => {
  const members = z.looseObject({}).safeParse(shown).data ?? {};
  // A problem's code is no secret.
  if ('requestId' in members) return;
  for (const name of secretMembers) keepSecret(name, members[name]);
  if ('apiKey' in members) learn(members['apiKey']);
};

/** What was said to providers and in refusals, and the tables as they were after each step. */
const overheard = new Set<string>();

const asText = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));

const realFetch = globalThis.fetch;

/** Listens to everything that goes over HTTP in this process. */
const listening: typeof fetch = async (input, init) => {
  const address = input instanceof Request ? input.url : String(input);
  const answer = await realFetch(input, init);
  const text = await answer.clone().text();
  const isOurs = address.includes('/api/v1.0/');
  if (!isOurs) overheard.add(asText([address, [...new Headers(init?.headers)], init?.body, text]));
  else if (answer.status >= 400) overheard.add(asText([[...answer.headers], text]));
  else if (text !== '') learn(JSON.parse(text));
  return answer;
};

let local: LocalPlatform;
let encryption: Encryption;
let owner: FundedCustomer;
let phone: Phone;
let me: Caller;
let operator: Caller;

const look = async (): Promise<void> => {
  for (const item of [...(await local.items()), ...(await local.sandboxItems())]) {
    // A read brings the members in any order; the same image is kept once.
    const members = Object.entries(item).toSorted(([left], [right]) => (left < right ? -1 : 1));
    overheard.add(asText(Object.fromEntries(members)));
  }
};

const done = async (asked: Promise<Answer>): Promise<unknown> => {
  const { status, body } = await asked;
  if (status > 299) throw new Error(`${status} ${JSON.stringify(body)}`);
  const sealed = z.strictObject({ payload: z.string() }).safeParse(body);
  const shown = sealed.success ? await encryption.open(sealed.data) : body;
  learn(shown);
  await look();
  return shown;
};

const cardIn = (shown: unknown): string => z.looseObject({ cardId: z.string() }).parse(shown).cardId;

/** A call of its method and path, both directions encrypted. */
const sealedTo = async (by: Caller, route: `${'GET' | 'POST'} ${string}`, body?: unknown): Promise<unknown> => {
  const [method, path] = route.split(' ') as [Call['method'], string];
  const headers = body === undefined ? encryption.answerOnly : encryption.both;
  return done(by.send({ method, path, headers, ...(body === undefined ? {} : { body: await encryption.seal(body) }) }));
};

const revealed = async (cardId: string, what: 'full-data' | 'pin', fields: readonly string[]): Promise<void> => {
  const body = { assertion: await phone.sign(), fields };
  const session = await done(me.post(`/customers/me/cards/${cardId}/reveal-sessions`, body));
  const { revealSessionId } = z.looseObject({ revealSessionId: z.string() }).parse(session);
  const headers = { ...encryption.answerOnly, 'x-reveal-session': revealSessionId };
  await done(me.get(`/customers/me/cards/${cardId}/${what}`, headers));
};

const deliveryAddress = {
  ...{ line1: '14 Residency Road', city: 'Bengaluru', state: 'Karnataka', postalCode: '560025', country: 'IN' },
};
const channels = { pos: true, ecom: true, atm: true, contactless: true, international: false };

/** A virtual card and everything that is secret of it. */
const secretsOfCard = async (cardId: string): Promise<void> => {
  const own = `/customers/me/cards/${cardId}`;
  await revealed(cardId, 'full-data', ['pan', 'cvv']);
  await sealedTo(owner.backend, `GET /secure/cards/${cardId}/full-data`);
  await sealedTo(me, `POST ${own}/cvv`);
  const pinBlock = randomBytes(24).toString('base64');
  keepSecret('pinBlock', pinBlock);
  await sealedTo(me, `POST ${own}/pin`, { pinBlock });
  await revealed(cardId, 'pin', ['pin']);
  await done(me.put(`${own}/three-ds`, { enabled: true }, encryption.answerOnly));
  await done(owner.backend.put(`/secure/cards/${cardId}/three-ds`, {}, encryption.answerOnly));
};

const controlsAndLocks = async (cardId: string): Promise<void> => {
  const [own, secure] = [`/customers/me/cards/${cardId}`, `/secure/cards/${cardId}`];
  const controls = { channels, limits: [], mcc: {} };
  await done(me.put(`${own}/controls`, controls));
  await done(me.get(`${own}/controls`));
  await done(owner.backend.put(`/secure/customers/${owner.customerId}/controls`, controls));
  await done(owner.backend.get(`/secure/customers/${owner.customerId}/controls`));
  await done(operator.put(`/admin/programs/${owner.programId}/controls`, controls));
  await done(operator.get(`/admin/programs/${owner.programId}/controls`));
  await done(me.post(`${own}/lock`, { reasonCode: 3, note: 'looking for it' }));
  await done(me.post(`${own}/unlock`));
  await done(owner.backend.post(`/sandbox/cards/${cardId}/pin-failures`, { count: 3 }));
  const merchant = { name: 'Kiosk', mcc: '5812', country: 'IN' };
  const pay = { amount: inr(100), merchant, channel: 'pos' };
  await done(owner.backend.post(`/sandbox/cards/${cardId}/authorizations`, pay));
  await done(owner.backend.post(`${secure}/suspend`, { reason: 'a test' }));
  await done(owner.backend.post(`${secure}/incidents`, { type: 'lost' }));
  await done(me.get(`${own}/status-history`));
  await done(owner.backend.post(`${secure}/replacements`, { reason: 'lost', deliveryAddress }));
  await done(owner.backend.post(`${secure}/close`, { reason: 'a test' }));
  await done(me.delete(own));
};

const statusOnce = (cardId: string, status: string): Promise<unknown> =>
  eventually(`${cardId} ${status}`, async () => {
    const card = await done(owner.backend.get(`/secure/cards/${cardId}`));
    return z.looseObject({ status: z.string() }).parse(card).status === status ? card : undefined;
  });

const plastic = async (cardId: string): Promise<void> => {
  const secure = `/secure/cards/${cardId}`;
  await done(owner.backend.post(`/sandbox/cards/${cardId}/personalization`, { outcome: 'produced' }));
  await statusOnce(cardId, 'inactive');
  await done(me.post(`/customers/me/cards/${cardId}/activate`));
  await done(owner.backend.post(`/sandbox/cards/${cardId}/delivery-events`, { status: 'delivered' }));
  await done(me.get(`/customers/me/cards/${cardId}/delivery`));
  const incident = await done(me.post(`/customers/me/cards/${cardId}/delivery-incidents`, { type: 'never_received' }));
  const { incidentId } = z.looseObject({ incidentId: z.string() }).parse(incident);
  await done(owner.backend.post(`/secure/delivery-incidents/${incidentId}/resolve`, { resolution: 'found' }));
  await sealedTo(owner.backend, `GET ${secure}/full-data`);
};

/** Requests that carry what is secret to where it does not belong. */
const strays = async (cardId: string): Promise<readonly number[]> => {
  const known = Object.fromEntries([...secrets].map(([what, values]) => [what, [...values][0]]));
  const answers = [
    await me.post(`/customers/me/cards/${cardId}/lock`, { reasonCode: 3, note: known['pan'] }),
    await me.post(`/customers/me/cards/${cardId}/lock`, { reasonCode: known['pan'], ...known }),
    await owner.backend.post('/secure/customers', known),
    await owner.backend.get(`/secure/cards/${known['pan']}`),
    await owner.backend.get(`/secure/cards?pan=${known['pan']}`),
    await anybody({ baseUrl: local.baseUrl } as Parameters<typeof anybody>[0]).get('/customers/me', {
      authorization: `Bearer ${known['secret']}`,
    }),
    await me.get(`/customers/me/cards/${cardId}/full-data`, {
      ...encryption.answerOnly,
      'x-reveal-session': known['sessionToken'] ?? '',
    }),
    await owner.backend.post(`/secure/customers/${owner.customerId}/cards`, { payload: known['pan'] }, encryption.both),
  ];
  return answers.map(({ status }) => status);
};

/** An OTP that is wrong, and a code that was used. */
const proofs = async (): Promise<void> => {
  const customerId = await newCustomer(owner.backend, 'Usha');
  const { kycId } = await startOtp(owner.backend, customerId);
  const otp = String(randomInt(10_000_000, 99_999_999));
  keepSecret('otp', otp);
  await owner.backend.post(`/secure/customers/${customerId}/kyc/${kycId}/otp`, { otp });
  const endpoint = { url: 'http://127.0.0.1:9/hook', eventTypes: ['card.*'] };
  const made = await done(owner.backend.post('/secure/webhook-endpoints', endpoint));
  const { endpointId } = z.looseObject({ endpointId: z.string() }).parse(made);
  await done(owner.backend.post(`/secure/webhook-endpoints/${endpointId}/secret`));
  const { csr, key } = makeRequest();
  for (const line of key.split('\n').filter((text) => !text.startsWith('-----'))) keepSecret('private key', line);
  await done(operator.post(`/admin/tenants/${owner.tenantId}/certificates`, { csr }));
  await done(operator.post(`/admin/tenants/${owner.tenantId}/api-keys`));
};

const leaveDevices = async (): Promise<void> => {
  await done(me.get('/customers/me/devices'));
  const other = await (await pairedPhone(await inProcess(local), owner.backend, owner)).open();
  await done(other.delete('/customers/sessions/current'));
  await done(me.delete(`/customers/me/devices/${phone.installationId}`));
};

beforeAll(async () => {
  globalThis.fetch = listening;
  local = await startPlatform({ rateLimit: { perSecond: 10_000, burst: 10_000 } });
  const platform = await inProcess(local);
  encryption = await encryptionFor(anybody(platform), '/customers/encryption-key');
  operator = staff(platform, platform.operatorToken);
  owner = await funded(platform, await newTenant(platform, 'Canary Wallet'), 500_000);
  phone = await pairedPhone(platform, owner.backend, owner);
  me = await phone.open();
}, 240_000);
afterAll(async () => {
  globalThis.fetch = realFetch;
  await local.stop();
});

/** Every place that outlives a request, or leaves the platform. */
const sinks = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
  await local.idle();
  await look();
  return {
    'tables, providers and refusals': [...overheard],
    logs: local.logs(),
    events: local.events().map(asText),
    mails: local.mails().map(asText),
    'dead letters': local.deadLetters().map(asText),
    workflows: local.executions().map(asText),
    schedules: local.schedules().map(asText),
    metrics: [asText([local.meter.operations, local.meter.providers, [...local.meter.counters]])],
  };
};

/** Three digits are in every time and id: a CVV is looked for beside its name. */
const shows = (what: string, value: string) => {
  if (what !== 'cvv') return (text: string): boolean => holds(text, value);
  const named = new RegExp(String.raw`c(?:v[vc]|sc)2?\W{1,8}${value}(?!\d)`, 'iu');
  return (text: string): boolean => named.test(text);
};

const found = (places: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  [...secrets].flatMap(([what, values]) =>
    [...values].flatMap((value) =>
      Object.entries(places)
        .filter(([, texts]) => shows(what, value)(texts.join('\n')))
        .map(([place]) => `${what} in ${place}`),
    ),
  );

describe('The whole life of cards, with secrets that are made anew for it', () => {
  it('I11 AN-54 AN-56 D-08 leaves none of them in a table, a queue, a log, an event, a metric or a refusal', async () => {
    const at = `/secure/customers/${owner.customerId}/cards`;
    const { balanceId, backend } = owner;
    const cardId = cardIn(await sealedTo(me, 'POST /customers/me/cards', { balanceId }));
    const shownToStaff = await sealedTo(operator, `POST /admin/customers/${owner.customerId}/cards`, { balanceId });
    expect(Object.keys(z.looseObject({}).parse(shownToStaff)).filter((name) => /pan|cv[vc]/iu.test(name))).toEqual([]);
    await done(backend.post(`${at}/async`, { balanceId }));
    await secretsOfCard(cardId);
    await sealedTo(backend, `POST /secure/cards/${cardId}/physical`, { deliveryAddress });
    await plastic(cardIn(await sealedTo(backend, `POST ${at}/orders`, { balanceId, deliveryAddress })));
    await proofs();
    expect((await strays(cardId)).filter((status) => status < 400 || status > 499)).toEqual([]);
    await controlsAndLocks(cardId);
    await done(backend.get(at));
    await leaveDevices();

    const kinds = [...secretMembers.filter((name) => name !== 'apiKey'), 'otp', 'private key'];
    expect([...secrets.keys()].toSorted()).toEqual(kinds.toSorted());
    const places = await sinks();
    expect(found(places)).toEqual([]);
    expect(Object.values(places).flat().length).toBeGreaterThan(300);
    // The search itself sees: each of them, planted.
    const planted = [...secrets].flatMap(([what, values]) => [...values].map((value) => `{"${what}":"${value}"}`));
    expect(new Set(found({ planted }))).toEqual(new Set([...secrets.keys()].map((what) => `${what} in planted`)));
  });

  it('I11 has played every operation of cards and devices', () => {
    const answered = new Set(
      local.meter.operations.filter(({ status }) => status < 300).map(({ operation }) => operation),
    );
    const offered = subdomains
      .filter(({ name }) => name === 'cards' || name === 'devices')
      .flatMap(({ operations }) => operations.filter(({ kind }) => kind === 'http'));
    expect(offered.map(({ operationId }) => operationId).filter((operation) => !answered.has(operation))).toEqual([]);
  });
});
