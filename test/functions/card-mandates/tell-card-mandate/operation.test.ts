import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MandateBench } from '../mandate-bench.ts';
import { startMandateBench } from '../mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const told = (happened: Parameters<MandateBench['told']>[0]) => bench.told(happened);

describe('tellCardMandate', () => {
  it('tells of a registration and of its end, on the channel that the customer chose', async () => {
    const { mandateId } = await bench.registered({ channel: 'email' });
    const { customerId } = await bench.stored(mandateId);
    const registered = await told({ type: 'card_mandate.registered', data: { mandateId } });
    expect(registered).toMatchObject({
      ...{ customerId, channel: 'email', template: 'mandate_registered' },
      facts: { merchantName: 'Streamer', reference: mandateId },
    });
    expect(await told({ type: 'card_mandate.withdrawn', data: { mandateId } })).toMatchObject({
      template: 'mandate_ended',
    });
  });

  it('rule 10 tells of every debit with the facts of its notice, and whether it was made', async () => {
    const { mandateId, debitId } = await bench.announced(await bench.registered(), 5_00);
    const debited = await told({ type: 'card_mandate_debit.debited', data: { mandateId, debitId } });
    expect(debited).toMatchObject({
      template: 'post_debit',
      facts: { amount: { minor: 5_00n, currency: 'INR' }, reference: debitId, reason: 'subscription' },
    });
    const data = { mandateId, debitId, reason: 'insufficient_funds' };
    expect(await told({ type: 'card_mandate_debit.declined', data })).toMatchObject({
      template: 'post_debit_failed',
      facts: { amount: { minor: 5_00n, currency: 'INR' }, reference: debitId, reason: 'subscription' },
    });
  });

  it('says nothing of a debit that was never announced, nor of a mandate that is not here', async () => {
    const { mandateId } = await bench.registered();
    const unknown = bench.platform.ids.next('cmd', bench.tenant);
    const reason = 'mandate_not_notified';
    expect(await told({ type: 'card_mandate_debit.declined', data: { mandateId, reason } })).toBeUndefined();
    expect(await told({ type: 'card_mandate.registered', data: { mandateId: unknown } })).toBeUndefined();
  });
});
