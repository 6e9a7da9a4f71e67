import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardNumbersIn } from '../../../../support/card-numbers.ts';
import type { SealedAnswer } from '../../../../support/sealed-call.ts';
import { sealedCall } from '../../../../support/sealed-call.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';

let twin: TwinServer;
let accountId: string;
const program = 'ten_cards';

beforeAll(async () => {
  twin = await startTwin();
  const body = { reference: 'bal_1', currency: 'INR', holderName: 'ASHA RAO' };
  accountId = (await sealedCall(twin, { path: '/issuer/v1/accounts', program, body })).body.accountId;
});
afterAll(() => twin.stop());

const order = (reference: string, change: Readonly<Record<string, unknown>> = {}) => ({
  reference,
  accountId,
  bin: '508500',
  network: 'rupay',
  displayName: 'ASHA RAO',
  initialStatus: 'inactive',
  threeDs: { phone: '+919812345678', password: 'Right+Way/9' },
  ...change,
});
const create = (body: unknown): Promise<SealedAnswer> => sealedCall(twin, { path: '/issuer/v1/cards', program, body });

const stored = async (): Promise<string> =>
  JSON.stringify(await twin.platform.items(), (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );

describe('The twin issues virtual cards', () => {
  it.each(['508500', '50850012'])(
    'AN-07 makes a Luhn-valid number of 16 digits in BIN %s, with CVV and expiry',
    async (bin) => {
      const { status, body } = await create(order(`crd_bin_${bin}`, { bin }));
      expect(status).toBe(201);
      expect(body.pan).toMatch(new RegExp(`^${bin}\\d{${16 - bin.length}}$`));
      expect(cardNumbersIn(body.pan)).toEqual([body.pan]);
      expect(body.cvv).toMatch(/^\d{3}$/);
      expect([body.expiryMonth, body.expiryYear]).toEqual([11, 2030]);
      expect(body.status).toBe('inactive');
    },
  );

  it('AN-62 makes one card per reference: a repeat answers the same card', async () => {
    const first = await create(order('crd_once'));
    const repeat = await create(order('crd_once', { threeDs: { phone: '+919812345678', password: 'Other1' } }));
    expect([first.status, repeat.status]).toEqual([201, 200]);
    expect(repeat.body).toEqual(first.body);
  });

  it('AN-62 makes one card of concurrent repeats', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => create(order('crd_race'))));
    expect(new Set(answers.map(({ body }) => body.pan)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('AN-62 refuses a reference that already stands for another card', async () => {
    await create(order('crd_mine'));
    const other = await create(order('crd_mine', { bin: '508511' }));
    expect([other.status, other.body]).toEqual([409, { error: { code: 'reference_reused' } }]);
  });

  it('AN-38 refuses a card on an account that the program does not have', async () => {
    const { status, body } = await create(order('crd_nowhere', { accountId: 'acc_0' }));
    expect([status, body.error.code]).toEqual([422, 'account_unknown']);
  });

  it.each([
    ['an empty 3-D Secure password (AL-29)', { threeDs: { phone: '+919812345678', password: '' } }],
    [
      'a 3-D Secure password of 31 characters (AL-29)',
      { threeDs: { phone: '+919812345678', password: 'x'.repeat(31) } },
    ],
    ['a character outside the password set (AL-29)', { threeDs: { phone: '+919812345678', password: 'grüß' } }],
    ['a phone that is not E.164 (AL-28)', { threeDs: { phone: '98123', password: 'ok' } }],
    ['a BIN of seven digits', { bin: '5085001' }],
    ['an unknown member', { surprise: true }],
  ])('refuses %s', async (_, change) => {
    const { status, body } = await create(order('crd_bad', change));
    expect([status, body]).toEqual([422, { error: { code: 'invalid_request' } }]);
  });

  it('AL-29 takes a password of 30 characters of the set', async () => {
    const password = 'Aa0+-*/()<>?!=.,:;@#_'.padEnd(30, 'z');
    expect((await create(order('crd_longest', { threeDs: { phone: '+919812345678', password } }))).status).toBe(201);
  });

  it('AN-54 reads card data again by card id and by reference', async () => {
    const { body: card } = await create(order('crd_read'));
    const byId = await sealedCall(twin, { path: '/issuer/v1/cards/read', program, body: { cardId: card.cardId } });
    const byReference = await sealedCall(twin, {
      path: '/issuer/v1/cards/find',
      program,
      body: { reference: 'crd_read' },
    });
    expect([byId.body, byReference.body]).toEqual([card, card]);
  });

  it('AN-54 knows no card of another program', async () => {
    const { body: card } = await create(order('crd_private'));
    const foreign = await sealedCall(twin, {
      path: '/issuer/v1/cards/read',
      program: 'ten_other',
      body: { cardId: card.cardId },
    });
    expect([foreign.status, foreign.body]).toEqual([404, { error: { code: 'card_unknown' } }]);
  });

  it('gives different cards different numbers and fingerprints, neither of which is the other', async () => {
    const cards = await Promise.all(['a', 'b', 'c'].map((name) => create(order(`crd_${name}`))));
    expect(new Set(cards.map(({ body }) => body.pan)).size).toBe(3);
    expect(new Set(cards.map(({ body }) => body.fingerprint)).size).toBe(3);
    expect(cards.every(({ body }) => !body.fingerprint.includes(body.pan))).toBe(true);
  });

  it('keeps no number, no CVV and no 3-D Secure data in clear', async () => {
    const { body, text } = await create(
      order('crd_sealed', { threeDs: { phone: '+919000000001', password: 'VerySecret1' } }),
    );
    const items = await stored();
    expect(items).toContain(body.cardId);
    expect(cardNumbersIn(items)).toEqual([]);
    expect(cardNumbersIn(text)).toEqual([]);
    for (const secret of [body.pan, `"${body.cvv}"`, 'VerySecret1', '+919000000001']) {
      expect(items).not.toContain(secret);
    }
    expect(twin.platform.logLines().join('\n')).not.toContain(body.pan);
  });

  it('AL-14 changes status where the table of statuses allows it, and says so by webhook', async () => {
    const { body: card } = await create(order('crd_status'));
    const change = (status: string) =>
      sealedCall(twin, { path: '/issuer/v1/cards/status', program, body: { cardId: card.cardId, status } });
    expect((await change('suspended')).body.error.code).toBe('status_not_allowed');
    expect((await change('active')).body.status).toBe('active');
    expect((await change('active')).status).toBe(200);
    expect((await change('closed')).body.status).toBe('closed');
    expect((await change('active')).status).toBe(409);
    const heard = twin.received
      .filter(({ body }) => body.reference === card.cardId)
      .map(({ body }) => [body.type, body.data]);
    expect(heard).toEqual([
      ['card.created', { status: 'inactive', lastFour: card.pan.slice(-4) }],
      ['card.status_changed', { from: 'inactive', to: 'active' }],
      ['card.status_changed', { from: 'active', to: 'closed' }],
    ]);
  });
});
