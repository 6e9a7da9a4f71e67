import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemContext } from '../../../../functions/kernel/operation/system-context.ts';
import { listProviderWaits } from '../../../../functions/kernel/persistence/provider-waits.ts';
import { mandateSignals } from '../../../../functions/mandates/payment-signals.ts';
import { pollPayments } from '../../../../functions/recovery/poll-payments/operation.ts';
import { startMandates } from '../../mandates/given-mandates.ts';

let world: Awaited<ReturnType<typeof startMandates>>;
beforeAll(async () => {
  world = await startMandates();
});
afterAll(() => world.platform.stop());

/** One run of the poller over the mandates of the world. */
const poll = async (): Promise<void> => {
  const { platform, tenant, deps } = world;
  await pollPayments({
    tenants: { each: (visit) => visit(tenant) },
    waits: { list: (of) => listProviderWaits(platform.table, of) },
    signals: mandateSignals(deps),
    contextOf: (of) => systemContext(platform, { tenant: of, operation: 'pollPayments', requestId: 'req_poll' }),
    ...{ meter: platform.meter, log: platform.log, clock: platform.clock },
  })();
};
const waiting = async (): Promise<readonly string[]> =>
  (await listProviderWaits(world.platform.table, world.tenant)).map(({ resourceId }) => resourceId);

describe('rule 51: a lost webhook', () => {
  it.each(['card', 'upi'] as const)(
    'I7 of a %s registration is found by the poller, which activates and refunds as the webhook would have',
    async (method) => {
      const maxAmount = { amount: 1_000_00, currency: 'INR' };
      const mandateId = await world.requested({ method, maxAmount });
      expect(await waiting()).toContain(mandateId);
      world.provider.authenticate(await world.orderOf(mandateId), 'success');
      world.platform.clock.advance({ minutes: 5 });
      await poll();
      expect(await world.stored(mandateId)).toMatchObject({ status: 'active', authCharge: { status: 'refunded' } });
      expect(await waiting()).not.toContain(mandateId);
      const types = await world.typesOf(mandateId);
      await poll();
      expect(await world.typesOf(mandateId)).toEqual(types);
    },
  );

  it('I7 leaves a registration alone whose payer has not authenticated', async () => {
    const mandateId = await world.requested();
    world.platform.clock.advance({ minutes: 5 });
    await poll();
    expect(await world.stored(mandateId)).toMatchObject({ status: 'pending_authentication', sequence: 1 });
    expect(await waiting()).toContain(mandateId);
  });
});
