import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MandateBench } from '../../card-mandates/mandate-bench.ts';
import { startMandateBench } from '../../card-mandates/mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

interface Refused {
  readonly terms?: Readonly<Record<string, unknown>>;
  readonly amount?: number;
  readonly message?: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

describe('An announcement', () => {
  it('rule 9 orders the customer’s notice with the debit, once', async () => {
    const mandate = await bench.registered();
    const first = await bench.announce(mandate, 5_00);
    expect(first).toMatchObject({
      status: 200,
      body: { decision: 'approved', debitId: expect.stringMatching(/^cdb_/u) },
    });
    const again = await bench.network.post(JSON.stringify(first.sent));
    expect(again.body).toEqual(first.body);
    expect((await bench.stored(mandate.mandateId)).debits).toHaveLength(1);
  });

  it.each([
    ['above the maximum', { amount: 50_000_01, reason: 'mandate_amount_exceeded' }],
    [
      'in another currency',
      { message: { amount: { amount: 5_00, currency: 'USD' } }, reason: 'mandate_amount_exceeded' },
    ],
    ['of no mandate', { message: { mandate: 'nmd_other' }, reason: 'mandate_unknown' }],
    ['of an exact mandate for less', { terms: { amountRule: 'exact' }, reason: 'mandate_amount_exceeded' }],
  ] satisfies readonly (readonly [string, Refused])[])('%s is not taken', async (_, refused: Refused) => {
    const { terms, amount = 5_00, message, reason } = refused;
    const { body } = await bench.announce(await bench.registered(terms), amount, message);
    expect(body).toMatchObject({ decision: 'declined', reason });
    expect(body.debitId).toBeUndefined();
  });

  it('of a second debit in a cycle is not taken while one is open, or when the cycle is used', async () => {
    const mandate = await bench.registered({ frequency: 'yearly' });
    const debit = await bench.eligible(mandate, 5_00);
    expect((await bench.announce(mandate, 5_00)).body.reason).toBe('mandate_debit_open');
    await bench.debit(debit, 5_00);
    expect((await bench.announce(mandate, 5_00)).body.reason).toBe('mandate_cycle_used');
  });

  it.each(['message', 'card', 'mandate', 'amount', 'dueAt', 'reason', 'occurredAt'])(
    'without %s is no message of the protocol',
    async (member) => {
      const { status } = await bench.announce(await bench.registered(), 5_00, { [member]: undefined });
      expect(status).toBe(400);
    },
  );

  it('about a card that is nobody’s is declined', async () => {
    const mandate = await bench.registered();
    const { body } = await bench.announce(mandate, 5_00, { card: 'pi_unknown' });
    expect(body).toMatchObject({ decision: 'declined', responseCode: '14' });
  });
});
