import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedCall } from '../../../../support/sealed-call.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';

let twin: TwinServer;
const program = 'ten_accounts';

beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin.stop());

const open = (reference: string, currency: string) =>
  sealedCall(twin, { path: '/issuer/v1/accounts', program, body: { reference, currency, holderName: 'ASHA RAO' } });

describe('The twin opens virtual accounts', () => {
  it('M-17 gives an INR account a number and an IFSC', async () => {
    const { status, body } = await open('bal_inr', 'INR');
    expect(status).toBe(201);
    expect(body).toMatchObject({ ifsc: expect.stringMatching(/^[A-Z]{4}0[A-Z0-9]{6}$/), status: 'open' });
    expect(body.number).toMatch(/^9\d{14}$/);
    expect(body).not.toHaveProperty('iban');
  });

  it('M-17 gives a EUR account an IBAN and no IFSC', async () => {
    const { body } = await open('bal_eur', 'EUR');
    expect(body.iban).toMatch(/^DE\d{20}$/);
    expect(body).not.toHaveProperty('ifsc');
  });

  it('AL-04 opens one account per reference: a repeat answers the same, another currency is refused', async () => {
    const first = await open('bal_once', 'INR');
    const repeat = await open('bal_once', 'INR');
    const other = await open('bal_once', 'EUR');
    expect([first.status, repeat.status, other.status]).toEqual([201, 200, 409]);
    expect(repeat.body).toEqual(first.body);
    expect(other.body.error.code).toBe('reference_reused');
  });

  it('AL-04 finds an account by its reference, in its own program only', async () => {
    const { body } = await open('bal_found', 'INR');
    const find = (by: string) =>
      sealedCall(twin, { path: '/issuer/v1/accounts/find', program: by, body: { reference: 'bal_found' } });
    expect((await find(program)).body).toEqual(body);
    expect((await find('ten_other')).status).toBe(404);
  });

  it('refuses a currency that it does not keep', async () => {
    expect((await open('bal_xxx', 'ZZZ')).body).toEqual({ error: { code: 'invalid_request' } });
  });
});
