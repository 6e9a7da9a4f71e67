import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualCard } from '../../../../functions/cards/create-virtual-card/declaration.ts';
import { wire } from '../../../../functions/cards/create-virtual-card/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { encryptingCaller, sealForStranger } from '../../../support/caller-keys.ts';
import { cardNumbersIn } from '../../../support/card-numbers.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { CardWorld, RevealedCard } from '../given-cards.ts';
import { encrypted, givenBalance, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const requestFor = async (
  holder: { readonly customerId: string; readonly balanceId: string },
  more: { readonly displayName?: string } = {},
): Promise<TestRequest> => ({
  as: { tenant: world.tenant },
  params: { customerId: holder.customerId },
  ...(await encrypted(world, { balanceId: holder.balanceId, ...more })),
});

const create = (request: TestRequest, by = handler) => call(by, createVirtualCard, request);

const opened = async (body: { readonly payload: string }): Promise<RevealedCard> =>
  (await world.caller.open(body)) as RevealedCard;

const cardItems = async (cardId: string) =>
  (await world.platform.items()).filter((item) => item['item'] === 'card' && item['cardId'] === cardId);

const twinCards = async (cardId: string) =>
  (await world.twin.platform.items()).filter((item) => item['item'] === 'twin_card' && item['reference'] === cardId);

describe('createVirtualCard', () => {
  itRefusesBadRequests({
    declaration: createVirtualCard,
    handler: () => handler,
    valid: async () => requestFor(await givenHolder(world)),
  });

  it('AN-41 AN-62 AN-07 answers a new card, encrypted: 16 digits in the BIN, CVV of 3, expiry ahead', async () => {
    const holder = await givenHolder(world);
    const { status, body } = await create(await requestFor(holder));
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(['payload']);
    const card = await opened(body);
    expect(card).toMatchObject({ balanceId: holder.balanceId, status: 'active' });
    expect(card.cardId).toMatch(new RegExp(`^crd_[0-9a-z]{26}${world.tenant.tag}$`));
    expect(card.pan).toMatch(/^411111\d{10}$/);
    expect(cardNumbersIn(card.pan)).toEqual([card.pan]);
    expect(card.cvv).toMatch(/^\d{3}$/);
    const now = world.platform.clock.now().toZonedDateTimeISO('UTC');
    expect(card.expiryYear * 12 + card.expiryMonth).toBeGreaterThan(now.year * 12 + now.month);
  });

  it('AL-04 AL-05 AL-14 AN-38 keeps the issuer’s id, the issuer’s status and the balance', async () => {
    const holder = await givenHolder(world);
    const card = await opened((await create(await requestFor(holder))).body);
    const [twin] = await twinCards(card.cardId);
    const stored = await cardItems(card.cardId);
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({
      ...holder,
      externalId: twin?.['cardId'],
      fingerprint: twin?.['fingerprint'],
      requestedStatus: 'active',
      issuerStatus: 'active',
      threeDsEnabled: true,
    });
    expect(await recordsOf(world.platform, card.cardId)).toMatchObject([
      { type: 'card.issued', sequence: 1n, actor: 'tenant:key_test' },
    ]);
  });

  it('D-01 AL-09 leaves the card inactive where the program says so', async () => {
    const { tenant } = await givenProgram(world.platform, { initialCardState: 'inactive' });
    const request = { ...(await requestFor(await givenHolder(world, { tenant }))), as: { tenant } };
    expect(await opened((await create(request)).body)).toMatchObject({ status: 'inactive' });
  });

  it('AL-02 AL-03 AN-39 makes many cards on one balance, each with its own number', async () => {
    const holder = await givenHolder(world);
    const cards = [];
    for (let made = 0; made < 3; made += 1) cards.push(await opened((await create(await requestFor(holder))).body));
    expect(new Set(cards.map(({ pan }) => pan)).size).toBe(3);
    expect(new Set(cards.map(({ balanceId }) => balanceId))).toEqual(new Set([holder.balanceId]));
  });

  it('AL-07 puts the customer’s name on the card unless the caller gives another', async () => {
    const holder = await givenHolder(world);
    const own = await opened((await create(await requestFor(holder))).body);
    const other = await opened((await create(await requestFor(holder, { displayName: 'A RAO' }))).body);
    expect((await cardItems(own.cardId))[0]).toMatchObject({ displayName: 'ASHA RAO' });
    expect((await cardItems(other.cardId))[0]).toMatchObject({ displayName: 'A RAO' });
  });
});

describe('createVirtualCard refuses', () => {
  const codeOf = async (request: TestRequest): Promise<[number, string]> => {
    const { status, body } = await create(request);
    return [status, body.code];
  };

  it('AN-03 a customer that is not there, or of another tenant, with 404', async () => {
    const foreign = (await givenProgram(world.platform)).tenant;
    const holder = await givenHolder(world, { tenant: foreign });
    expect(await codeOf(await requestFor(holder))).toEqual([404, 'customer_not_found']);
    const unknown = { ...holder, customerId: world.platform.ids.next('cus', world.tenant) };
    expect(await codeOf(await requestFor(unknown))).toEqual([404, 'customer_not_found']);
  });

  it('AN-03 a customer who is not verified with 403 kyc_required', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant);
    const { balanceId } = await givenBalance(world, customerId);
    expect(await codeOf(await requestFor({ customerId, balanceId }))).toEqual([403, 'kyc_required']);
  });

  it('AN-03 AN-37 a customer without any balance with 409 balance_required', async () => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'full' });
    const balanceId = world.platform.ids.next('bal', world.tenant);
    expect(await codeOf(await requestFor({ customerId, balanceId }))).toEqual([409, 'balance_required']);
  });

  it('AN-03 a balance that is unknown, of another customer or of another tenant with 404', async () => {
    const { customerId } = await givenHolder(world);
    const foreign = (await givenProgram(world.platform)).tenant;
    const balanceIds = [
      world.platform.ids.next('bal', world.tenant),
      (await givenHolder(world)).balanceId,
      (await givenHolder(world, { tenant: foreign })).balanceId,
      'bal_../x',
    ];
    for (const balanceId of balanceIds) {
      expect(await codeOf(await requestFor({ customerId, balanceId }))).toEqual([404, 'balance_not_found']);
    }
  });

  it.each(['suspended', 'closed'] as const)('a %s customer with 409 invalid_state', async (status) => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'full', status });
    const { balanceId } = await givenBalance(world, customerId);
    expect(await codeOf(await requestFor({ customerId, balanceId }))).toEqual([409, 'invalid_state']);
  });

  it.each(['frozen', 'closing', 'closed'] as const)('a %s balance with 409 invalid_state', async (state) => {
    const { customerId } = await storeCustomer(world.platform, world.tenant, { level: 'full' });
    const { balanceId } = await givenBalance(world, customerId, { state });
    expect(await codeOf(await requestFor({ customerId, balanceId }))).toEqual([409, 'invalid_state']);
  });

  it('unknown and malformed members of the encrypted body by name', async () => {
    const { customerId, balanceId } = await givenHolder(world);
    const sealed = await encrypted(world, { balanceId, displayName: 'x'.repeat(27), pan: '1' });
    const { status, body } = await create({ as: { tenant: world.tenant }, params: { customerId }, ...sealed });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'displayName' }),
        expect.objectContaining({ path: 'pan' }),
      ]),
    );
  });

  it('AN-15 to AN-30 every way of encrypting that is not both ways, by its code', async () => {
    const { customerId, balanceId } = await givenHolder(world);
    const { body, headers = {} } = await encrypted(world, { balanceId });
    const key = { 'Public-Key': world.caller.header };
    const weak = encryptingCaller(1024).header;
    const cases: readonly [string, Partial<TestRequest>, string][] = [
      ['no header at all', { headers: {} }, 'ENCRYPTION_REQUIRED'],
      ['headers that say no', { headers: { ...headers, 'Encrypted-Request': 'false' } }, 'ENCRYPTION_REQUIRED'],
      ['the answer only', { headers: { ...key, 'Encrypt-Response': 'true' } }, 'ENCRYPTION_REQUIRED'],
      ['no key', { headers: { 'Encrypted-Request': 'true' } }, 'INVALID_PUBLIC_KEY'],
      ['no RSA key', { headers: { ...headers, 'Public-Key': 'bm8ga2V5' } }, 'INVALID_PUBLIC_KEY'],
      ['a short key', { headers: { ...headers, 'Public-Key': weak } }, 'INVALID_PUBLIC_KEY'],
      ['a clear body', { headers, body: { balanceId } }, 'INVALID_PAYLOAD'],
      ['an empty body', { headers, body: '' }, 'validation_failed'],
      ['text that is no JWE', { headers, body: { payload: 'a.b.c.d.e' } }, 'INVALID_PAYLOAD'],
      ['something besides', { headers, body: { ...(body as object), more: 1 } }, 'INVALID_PAYLOAD'],
      ['another key', { headers, body: await sealForStranger({ balanceId }) }, 'CANT_DECRYPT_PAYLOAD'],
    ];
    for (const [name, change, code] of cases) {
      const request = { as: { tenant: world.tenant }, params: { customerId }, body, ...change };
      expect([name, ...(await codeOf(request))]).toEqual([name, 400, code]);
    }
  });

  it('AN-26 with errors that are never encrypted', async () => {
    const { customerId } = await givenHolder(world);
    const answer = await create(await requestFor({ customerId, balanceId: 'bal_none' }));
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body.payload).toBeUndefined();
  });
});

describe('createVirtualCard for staff', () => {
  const asStaff = async (staff: 'Admin' | 'Manager' | 'Employee', of: 'platform' | 'own' = 'platform') => {
    const request = await requestFor(await givenHolder(world));
    return { ...request, as: { staff, of: of === 'own' ? world.tenant : of }, surface: 'admin' as const };
  };

  it.each(['Admin', 'Manager'] as const)('AN-41 AN-56 lets %s make one and shows neither PAN nor CVV', async (role) => {
    for (const of of ['platform', 'own'] as const) {
      const request = { ...(await asStaff(role, of)), idempotencyKey: randomUUID() };
      const { status, body } = await create(request);
      expect(status).toBe(201);
      const card = await opened(body);
      expect(card.cardId).toMatch(/^crd_/);
      expect(card).not.toHaveProperty('pan');
      expect(card).not.toHaveProperty('cvv');
      const repeat = await create(request);
      expect(repeat.headers['idempotent-replayed']).toBe('true');
      expect(await opened(repeat.body)).toEqual(card);
    }
  });

  it('AN-41 refuses Employee with 403', async () => {
    const { status, body } = await create(await asStaff('Employee'));
    expect([status, body.code]).toEqual([403, 'forbidden_role']);
  });

  it('answers staff of another tenant like for an unknown customer', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const { status, body } = await create({ ...(await asStaff('Admin')), as: { staff: 'Admin', of: other } });
    expect([status, body.code]).toEqual([404, 'customer_not_found']);
  });
});
