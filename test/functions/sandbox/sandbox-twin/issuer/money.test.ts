import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlCall, sealedCall } from '../../../../support/sealed-call.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';

let twin: TwinServer;
const program = 'ten_money';

beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin.stop());

/** What these calls answer, beside what every call does. */
interface Reply {
  readonly vpa?: string;
  readonly transferId?: string;
  readonly token?: string;
  readonly payoutId?: string;
  readonly accountId?: string;
  readonly error?: { readonly code: string };
}

const issuer = async (call: string, body: unknown): Promise<{ status: number; body: Reply }> =>
  sealedCall(twin, { path: `/issuer/v1/${call}`, program, body });

const account = async (reference: string, currency = 'INR') =>
  (await issuer('accounts', { reference, currency, holderName: 'ASHA RAO' })).body.accountId;

const inr = (amount: number) => ({ amount, currency: 'INR' });

const arrive = async (reference: string, accountId: string | undefined): Promise<{ status: number; body: Reply }> =>
  controlCall(twin, {
    path: '/control/v1/account-credits',
    program,
    body: { reference, accountId, amount: inr(100), rail: 'upi' },
  });

const refused = (status: number, code: string) => ({ status, body: { error: { code } } });

describe('the issuer’s money', () => {
  it('M-20 makes one UPI ID per account, for rupees', async () => {
    const accountId = await account('bal_vpa');
    const [first, again] = [await issuer('vpas', { accountId }), await issuer('vpas', { accountId })];
    expect([first.status, again.status, again.body.vpa]).toEqual([201, 200, first.body.vpa]);
    expect(await issuer('vpas', { accountId: await account('bal_eur', 'EUR') })).toMatchObject(
      refused(422, 'vpa_not_offered'),
    );
    expect(await issuer('vpas', { accountId: 'acc_none' })).toMatchObject(refused(404, 'account_unknown'));
  });

  it('tells of a credit once per order', async () => {
    const accountId = await account('bal_credit');
    const [first, again] = [await arrive('order_1', accountId), await arrive('order_1', accountId)];
    expect([first.status, again.status, again.body.transferId]).toEqual([201, 200, first.body.transferId]);
    const events = twin.received.filter(({ body }) => body.type === 'account.credited');
    expect(events.map(({ body }) => body.reference)).toEqual([accountId]);
    expect(await arrive('order_2', 'acc_none')).toMatchObject(refused(404, 'account_unknown'));
  });

  it('sends a credit back once, for one reference', async () => {
    const { transferId } = (await arrive('order_3', await account('bal_return'))).body;
    const back = (reference: string) => issuer('credits/return', { transferId, reference, reason: 'limit' });
    expect([(await back('acr_1')).status, (await back('acr_1')).status]).toEqual([201, 200]);
    expect(await back('acr_2')).toMatchObject(refused(409, 'reference_reused'));
    expect(await issuer('credits/return', { transferId: 'cr_0', reference: 'acr_1', reason: 'limit' })).toMatchObject(
      refused(404, 'credit_unknown'),
    );
  });

  it('AN-08 pays to a card once per reference, and declines where a number says so', async () => {
    const token = async (pan: string) => (await issuer('receiver-cards', { pan })).body.token;
    const card = await token('5200828282828210');
    const push = (amount: number) => issuer('card-payouts', { reference: 'trf_1', token: card, amount: inr(amount) });
    const [first, again] = [await push(100), await push(100)];
    expect([first.status, again.status, again.body.payoutId]).toEqual([201, 200, first.body.payoutId]);
    expect(await push(101)).toMatchObject(refused(409, 'reference_reused'));
    expect((await issuer('card-payouts/find', { reference: 'trf_1' })).body).toEqual(first.body);
    expect(await issuer('card-payouts/find', { reference: 'trf_2' })).toMatchObject(refused(404, 'payout_unknown'));
    const declining = { reference: 'trf_3', token: await token('4000000000000002'), amount: inr(1) };
    expect(await issuer('card-payouts', declining)).toMatchObject(refused(422, 'receiver_declined'));
    expect(await issuer('card-payouts', { ...declining, token: 'rct_0' })).toMatchObject(
      refused(404, 'receiver_unknown'),
    );
    expect(await issuer('receiver-cards', { pan: '5200828282828211' })).toMatchObject(refused(422, 'invalid_request'));
  });
});
