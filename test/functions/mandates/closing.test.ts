import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listProviderWaits } from '../../../functions/kernel/persistence/provider-waits.ts';
import type { ProviderToken } from '../../../functions/mandates/ports/payment-provider.ts';
import type { Mandates } from './given-mandates.ts';
import { startMandates } from './given-mandates.ts';

let world: Mandates;

beforeAll(async () => {
  world = await startMandates();
});
afterEach(() => {
  world.provider.cancellationsAre('cancelled');
});
afterAll(() => world.stop());

type By = 'payee' | 'payer';

/** A mandate that its payee or its payer has withdrawn, and that the network answers so. */
const withdrawn = async (by: By, answer: ProviderToken['status']): Promise<string> => {
  const mandateId = await world.active();
  world.provider.cancellationsAre(answer);
  const as = by === 'payer' ? { as: await world.holder(mandateId) } : {};
  await world.act('withdraw', mandateId, { ...as, body: {} });
  if (by === 'payer') await world.authenticated(mandateId);
  await world.fire('followMandate', mandateId);
  return mandateId;
};

const tokenOf = async (mandateId: string): Promise<string> => (await world.stored(mandateId)).remote.tokenId ?? '';

const later = async (mandateId: string, time: Parameters<typeof world.platform.clock.advance>[0]): Promise<string> => {
  world.platform.clock.advance(time);
  await world.fire('followMandate', mandateId);
  return (await world.stored(mandateId)).status;
};

const asked = async (mandateId: string): Promise<number> => {
  const tokenId = await tokenOf(mandateId);
  return world.provider.calls.filter(({ step, about }) => step === 'cancelToken' && about === tokenId).length;
};

describe('a network that takes its time to close a mandate', () => {
  it.each(['payee', 'payer'] as const)(
    'rule 6 does not make one active again that its %s has withdrawn, however long it goes on calling it confirmed',
    async (by) => {
      const mandateId = await withdrawn(by, 'confirmed');
      for (const time of [{ minutes: 2 }, { minutes: 10 }, { hours: 1 }, { hours: 30 }, { hours: 300 }]) {
        expect(await later(mandateId, time)).toBe('cancellation_pending');
        await world.settle(mandateId, { type: 'token.confirmed', tokenId: await tokenOf(mandateId) });
      }
      expect(await world.typesOf(mandateId)).not.toContain('mandate.withdrawal_failed');
      world.provider.setToken(await tokenOf(mandateId), { status: 'cancelled' });
      expect(await later(mandateId, { minutes: 1 })).toBe('cancelled');
    },
  );

  it('is asked again with growing pauses, whoever looks and how often', async () => {
    const mandateId = await withdrawn('payee', 'confirmed');
    const counts: number[] = [];
    for (let minute = 1; minute <= 16; minute += 1) {
      await later(mandateId, { minutes: 1 });
      await world.settle(mandateId, { type: 'reconciliation' });
      counts.push(await asked(mandateId));
    }
    // At once, and after 1, 2, 4, 8 and 16 minutes.
    expect([counts[0], counts[1], counts[3], counts[7], counts[14], counts[15]]).toEqual([2, 3, 4, 5, 5, 6]);
  });

  it('is asked again when it did not take the request', async () => {
    const mandateId = await withdrawn('payee', 'confirmed');
    world.provider.fail('cancelToken', { class: 'other', reason: 'unknown_reason' });
    expect(await later(mandateId, { minutes: 2 })).toBe('cancellation_pending');
    world.provider.cancellationsAre('cancelled');
    expect(await later(mandateId, { minutes: 5 })).toBe('cancelled');
  });

  it('waits at the poller all the while, and no debit of it may start', async () => {
    const mandateId = await withdrawn('payer', 'confirmed');
    await later(mandateId, { hours: 2 });
    const waits = await listProviderWaits(world.platform.table, world.tenant);
    expect(waits.map(({ resourceId }) => resourceId)).toContain(mandateId);
    expect((await world.stored(mandateId)).openDebits).toEqual([]);
  });

  it('rings a day after the withdrawal, once, and goes on being asked', async () => {
    const before = world.counted('withdrawal_overdue');
    const mandateId = await withdrawn('payer', 'confirmed');
    const startedAt = (await world.stored(mandateId)).openOperation!.afa!.at;
    await later(mandateId, { hours: 14 });
    // The next look is at the deadline, and not beyond it.
    expect((await world.stored(mandateId)).followFrom).toEqual(startedAt.add({ hours: 24 }));
    expect(world.counted('withdrawal_overdue')).toBe(before);
    await later(mandateId, { hours: 10 });
    const count = await asked(mandateId);
    for (let turn = 0; turn < 3; turn += 1) await later(mandateId, { hours: 12 });
    const told = (await world.events(mandateId)).filter(({ type }) => type === 'mandate.withdrawal_overdue');
    expect(told.map(({ data }) => data)).toMatchObject([{ mandateId, status: 'cancellation_pending', by: 'customer' }]);
    expect([world.counted('withdrawal_overdue'), await asked(mandateId)]).toEqual([before + 1, count + 3]);
  });

  it('rings although the provider is silent', async () => {
    const before = world.counted('withdrawal_overdue');
    const mandateId = await withdrawn('payee', 'confirmed');
    world.provider.fail('readToken', 'before');
    await later(mandateId, { hours: 25 });
    expect(world.counted('withdrawal_overdue')).toBe(before + 1);
  });
});

describe('a network that was closing a mandate and calls it alive again', () => {
  it('2.8 has not closed it: a payee’s is active again, and says so', async () => {
    const mandateId = await withdrawn('payee', 'cancellation_initiated');
    expect(await later(mandateId, { hours: 2 })).toBe('cancellation_pending');
    world.provider.setToken(await tokenOf(mandateId), { status: 'confirmed' });
    expect(await later(mandateId, { minutes: 5 })).toBe('active');
    expect((await world.stored(mandateId)).openOperation).toBeUndefined();
    expect((await world.typesOf(mandateId)).at(-1)).toBe('mandate.withdrawal_failed');
  });

  it('rule 6 a payer’s stays withdrawn: it is told, and the network is asked anew', async () => {
    const mandateId = await withdrawn('payer', 'cancellation_initiated');
    const before = await asked(mandateId);
    world.provider.setToken(await tokenOf(mandateId), { status: 'confirmed' });
    world.provider.cancellationsAre('confirmed');
    for (const time of [{ hours: 7 }, { hours: 7 }, { hours: 70 }]) {
      expect(await later(mandateId, time)).toBe('cancellation_pending');
    }
    const failed = (await world.typesOf(mandateId)).filter((type) => type === 'mandate.withdrawal_failed');
    expect([failed.length, (await asked(mandateId)) - before]).toEqual([1, 3]);
    world.provider.setToken(await tokenOf(mandateId), { status: 'cancelled' });
    expect(await later(mandateId, { minutes: 1 })).toBe('cancelled');
  });

  it('rule 6 stays so for a payer who withdrew in the app', async () => {
    const mandateId = await world.active();
    const tokenId = await tokenOf(mandateId);
    world.provider.setToken(tokenId, { status: 'cancellation_initiated' });
    await world.settle(mandateId, { type: 'token.cancellation_initiated', tokenId });
    expect((await world.stored(mandateId)).status).toBe('cancellation_pending');
    world.provider.setToken(tokenId, { status: 'confirmed' });
    world.provider.cancellationsAre('confirmed');
    expect(await later(mandateId, { hours: 1 })).toBe('cancellation_pending');
    expect(await asked(mandateId)).toBe(1);
  });

  it('a status that nobody has seen before is no such word', async () => {
    const mandateId = await withdrawn('payee', 'cancellation_initiated');
    world.provider.setToken(await tokenOf(mandateId), { status: 'pending', isUnknownStatus: true });
    world.provider.cancellationsAre('pending');
    expect(await later(mandateId, { hours: 30 })).toBe('cancellation_pending');
  });
});
