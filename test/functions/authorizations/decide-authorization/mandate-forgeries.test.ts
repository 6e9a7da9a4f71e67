import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import type { MandateBench } from '../../card-mandates/mandate-bench.ts';
import { startMandateBench, streamer } from '../../card-mandates/mandate-bench.ts';
import { addCard } from '../card-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const daysOn = (days: number) => toTimestamp(bench.platform.clock.now().add({ hours: Math.round(24 * days) }));

describe('A debit that is not what its holder was told', () => {
  it('rule 9 before the day that the notice named it is refused, 24 hours or not', async () => {
    const debit = await bench.announced(await bench.registered(), 5_00, { dueAt: daysOn(5) });
    await bench.hear(debit.debitId);
    bench.platform.clock.advance({ hours: 48 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
    bench.platform.clock.advance({ hours: 72 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('approved');
  });

  it.each([
    ['trade', { ...streamer, mcc: '7995' }],
    ['country', { ...streamer, country: 'US' }],
  ])('rule 17 a payee of another %s does not debit under the mandate', async (_what, merchant) => {
    const debit = await bench.eligible(await bench.registered(), 5_00);
    expect((await bench.debit(debit, 5_00, { merchant })).decision).toBe('declined');
    const renamed = { ...streamer, name: 'Streamer subscription' };
    expect((await bench.debit(debit, 5_00, { merchant: renamed })).decision).toBe('approved');
  });

  it('rule 28 it is not raised afterwards: an increment is declined', async () => {
    const debit = await bench.eligible(await bench.registered(), 499_00);
    const message = bench.network.name();
    expect((await bench.debit(debit, 499_00, { message })).decision).toBe('approved');
    const more = { type: 'increment', original: message, channel: 'ecom', merchant: streamer };
    expect(await bench.network.request(debit.world, 5_000_00, more)).toMatchObject({
      decision: 'declined',
      actionCode: '1021',
    });
  });

  it('rule 16 what another card is asked for is not told of the mandate', async () => {
    const debit = await bench.eligible(await bench.registered(), 5_00);
    const beside = await addCard(bench.platform, debit.world, { channels: ['ecom'] });
    const answer = await bench.debit({ ...debit, world: beside }, 5_00);
    expect(answer).toMatchObject({ decision: 'declined' });
    expect(answer.mandateId).toBeUndefined();
    const types = (await bench.recordsOfMandate(debit)).map(({ type }) => type);
    expect(types).not.toContain('card_mandate_debit.declined');
  });
});

describe('An announcement of what can never be debited', () => {
  it.each([
    ['its notice would lapse before its 24 hours are over', () => daysOn(-2.5)],
    ['it is due after the mandate has ended', () => daysOn(400)],
  ])('rule 9 nobody is told of it: %s', async (_why, dueAt) => {
    const mandate = await bench.registered({ validUntil: daysOn(300) });
    const { body } = await bench.announce(mandate, 5_00, { dueAt: dueAt() });
    expect(body).toMatchObject({ decision: 'declined' });
    expect((await bench.stored(mandate.mandateId)).debits).toEqual([]);
  });

  it('boundary case 7: a failed notice does not keep the third party from announcing again', async () => {
    const mandate = await bench.registered({ frequency: 'monthly' });
    const dueAt = daysOn(1.1);
    const first = await bench.announced(mandate, 5_00, { dueAt });
    await bench.hear(first.debitId, 'notification.undelivered');
    await bench.hear(first.debitId, 'notification.undelivered');
    const again = await bench.announced(mandate, 5_00, { dueAt });
    expect(again.debitId).not.toBe(first.debitId);
  });
});
