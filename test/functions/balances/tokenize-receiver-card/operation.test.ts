import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenizeReceiverCard } from '../../../../functions/balances/tokenize-receiver-card/declaration.ts';
import { wire } from '../../../../functions/balances/tokenize-receiver-card/handler.ts';
import { fingerprint } from '../../../../functions/kernel/crypto/canonical-json.ts';
import { requestFingerprint } from '../../../../functions/kernel/idempotency/idempotency.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { sinksWith } from '../../cards/card-data-traces.ts';
import type { AccountWorld } from '../given-accounts.ts';
import { startAccountWorld } from '../given-accounts.ts';
import { givenOwnCard, givenToken, openToken, outsidePan, tokenRequest, tokenizeOn } from '../given-receivers.ts';

let world: AccountWorld;
let tenant: TenantContext;

beforeAll(async () => {
  world = await startAccountWorld();
  tenant = await world.bench.program();
});
afterAll(() => world.stop());

const tokenize = (pan: unknown, key: string = randomUUID()) => tokenizeOn(world.platform, tenant, { pan, key });

describe('tokenizeReceiverCard', () => {
  itRefusesBadRequests({
    declaration: tokenizeReceiverCard,
    handler: () => wire(world.platform),
    valid: () => tokenRequest(world.platform, tenant, outsidePan(world.platform)),
  });

  it('AN-08 answers a token, encrypted to the caller', async () => {
    const { status, body } = await tokenize(outsidePan(world.platform));
    expect([status, Object.keys(body)]).toEqual([201, ['payload']]);
    expect(await openToken(body)).toMatch(/^rct_[0-9a-f]{26}$/);
  });

  it('AN-08 the same number has the same token, another number and another tenant another', async () => {
    const [pan, otherPan] = [outsidePan(world.platform), outsidePan(world.platform)];
    const of = (number: string, by = tenant) => givenToken(world.platform, by, number);
    const [first, again, other] = [await of(pan), await of(pan), await of(otherPan)];
    expect(again).toBe(first);
    expect(new Set([first, other, await of(pan, await world.bench.program())]).size).toBe(3);
  });

  it('refuses a request that is not encrypted', async () => {
    const body = { pan: outsidePan(world.platform) };
    const answer = await call(wire(world.platform), tokenizeReceiverCard, { as: { tenant }, body });
    expect([answer.status, answer.body.code]).toEqual([400, 'ENCRYPTION_REQUIRED']);
  });

  it.each([
    ['a wrong check digit', '5200828282828211'],
    ['13 digits', '4222222222222'],
    ['20 digits', '52008282828282100000'],
    ['spaces', '5200 8282 8282 8210'],
    ['letters', '5200828282828abc'],
    ['digits of another script', '٥٢٠٠٨٢٨٢٨٢٨٢٨٢١٠'],
    ['a number', 5_200_828_282_828_210],
    ['nothing', ''],
  ])('AN-07 refuses %s without saying it again', async (_name, pan) => {
    const { status, body } = await tokenize(pan);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toMatchObject([{ path: 'pan' }]);
    expect(pan === '' || !JSON.stringify(body).includes(String(pan))).toBe(true);
  });

  it.each(['30569309025904', '378282246310005', '5200828282828210', '6304000000000000000'])(
    'AN-07 takes %s: 14 to 19 digits',
    async (pan) => {
      expect((await tokenize(pan)).status).toBe(201);
    },
  );

  it('AN-54 leaves the number nowhere: table, log, event, queue', async () => {
    const pan = outsidePan(world.platform);
    await tokenize(pan);
    await tokenize(pan);
    expect(await sinksWith(world.platform, pan)).toEqual([]);
    expect(await sinksWith(world.twin.platform, pan)).toEqual([]);
  });

  it('AN-54 keeps no hash that the number could be guessed back from', async () => {
    const pan = outsidePan(world.platform);
    await tokenize(pan);
    const everything = JSON.stringify(await world.platform.items(), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    const path = '/v1.0/secure/receiver-cards';
    const guesses = [
      createHash('sha256').update(pan).digest('hex'),
      fingerprint({ pan }),
      ...[path, `/api${path}`].map((at) =>
        requestFingerprint({ method: 'POST', path: at, bodyFingerprint: fingerprint({ pan }) }),
      ),
    ];
    expect(guesses.filter((guess) => everything.includes(guess))).toEqual([]);
  });

  it('AN-54 a card of the program is named by the issuer’s id alone', async () => {
    const holder = await world.account(tenant);
    const { pan } = await givenOwnCard(world, tenant, holder);
    const token = await givenToken(world.platform, tenant, pan);
    const receiver = (await world.items('receiver_card')).find((item) => item['cardNumberToken'] === token);
    expect(receiver?.['cardExternalId']).toMatch(/^pi_/);
    expect(await sinksWith(world.platform, pan)).toEqual([]);
  });

  it('I4 a repeat gets the first answer; the key with another number is refused', async () => {
    const [pan, key] = [outsidePan(world.platform), randomUUID()];
    const [first, repeat] = [await tokenize(pan, key), await tokenize(pan, key)];
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(await openToken(repeat.body)).toBe(await openToken(first.body));
    const other = await tokenize(outsidePan(world.platform), key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('I5 an issuer that does not answer leaves nothing behind, and the repeat succeeds', async () => {
    const [pan, key] = [outsidePan(world.platform), randomUUID()];
    const cut = { ...world.platform, fetch: () => Promise.reject(new Error('the network is down')) };
    const { status, body } = await tokenizeOn(cut, tenant, { pan, key });
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    expect((await tokenize(pan, key)).status).toBe(201);
  });
});
