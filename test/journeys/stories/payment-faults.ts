import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { answered, refused } from '../support/caller.ts';
import type { Payer } from '../support/mandates.ts';
import {
  activeMandate,
  advanceHours,
  askForMandate,
  authenticate,
  debitOf,
  debitOnce,
  eventsOf,
  mandateOf,
  mandateOnce,
  mandateTerms,
  payerOf,
  plannedDebit,
  shownMandate,
  storyOf,
} from '../support/mandates.ts';
import { inr, orderOf, send } from '../support/money.ts';

const plan = z.looseObject({ rate: z.number() });

const faults = async ({ backend }: Payer, kinds: readonly string[]): Promise<void> => {
  const wanted = { provider: 'payment', rate: kinds.length === 0 ? 0 : 1, kinds };
  answered(await backend.put('/sandbox/faults', wanted), 200, plan);
};

const page = z.object({ data: z.array(shownMandate) });

const silent: Story = {
  title:
    'SH-24 SH-25 SH-26 SH-28 a provider that fails after its work is asked again, and what it made is found, not doubled',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Barak Fibre');
    const order = orderOf(payer.backend, `/secure/customers/${payer.customerId}/mandates`, mandateTerms());
    await faults(payer, ['http_500']);
    refused(await send(order), 503, 'temporarily_unavailable');
    await faults(payer, ['duplicate_receipt_legacy']);
    const { mandateId } = answered(await send(order), 201, z.looseObject({ mandateId: z.string() }));
    await faults(payer, []);
    const { data } = answered(await payer.backend.get(`/secure/customers/${payer.customerId}/mandates`), 200, page);
    expect(data.map((mandate) => mandate.mandateId)).toEqual([mandateId]);
    await authenticate(payer, mandateId);
    await mandateOnce(payer, mandateId, ({ authCharge }) => authCharge?.status === 'refunded');
  },
};

const disorderly: Story = {
  title: 'SH-28 webhooks that come twice and out of order move a mandate and its debit once',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Dhansiri Fibre');
    await faults(payer, ['duplicate', 'reorder']);
    const { mandateId } = await askForMandate(payer);
    await authenticate(payer, mandateId);
    // A word that is held back comes with the next contact: that is when the mandate is looked at by its own timer.
    await advanceHours(payer, 1);
    await mandateOnce(
      payer,
      mandateId,
      ({ status, authCharge }) => status === 'active' && authCharge?.status === 'refunded',
    );
    expect((await eventsOf(payer, 'auth_charge.*')).map(({ type }) => type)).toEqual([
      'auth_charge.held',
      'auth_charge.captured',
      'auth_charge.refund_scheduled',
      'auth_charge.refunded',
    ]);
    const { debitId } = await plannedDebit(payer, mandateId, { amount: 499_00 });
    await advanceHours(payer, 80);
    const { attempts } = await debitOnce(payer, debitId, 'succeeded');
    expect(attempts).toHaveLength(1);
    expect(await storyOf(payer, { kind: 'debit', id: debitId }, 'debit.succeeded')).toEqual([
      'debit.scheduled',
      'debit.notice_sent',
      'debit.notified',
      'debit.submitted',
      'debit.succeeded',
    ]);
  },
};

const lost: Story = {
  title: 'I7 M-27 lost webhooks: what nobody told of a mandate’s change and of a payment is found by the poller, once',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Jhelum Fibre');
    const { mandateId } = await activeMandate(payer, { method: 'upi', maxAmount: inr(18_000_00) });
    await faults(payer, ['drop']);
    const change = await payer.backend.post(`/secure/mandates/${mandateId}/modify`, { maxAmount: inr(20_000_00) });
    answered(change, 202, z.looseObject({ status: z.literal('afa_pending') }));
    await authenticate(payer, mandateId);
    expect(await advanceHours(payer, 0.1)).toEqual([]);
    expect((await mandateOf(payer, mandateId)).openOperation?.status).toBe('afa_pending');
    await platform.runScheduled('pollPayments');
    const changed = await mandateOnce(payer, mandateId, ({ openOperation }) => openOperation === undefined);
    expect(changed).toMatchObject({ status: 'active', maxAmount: inr(20_000_00) });
    const told = await storyOf(payer, { kind: 'mandate', id: mandateId }, 'mandate.modified');
    expect(told.filter((type) => type === 'mandate.modified')).toHaveLength(1);

    const { debitId, status } = await plannedDebit(payer, mandateId, { amount: 15_000_01 });
    expect(status).toBe('requires_authentication');
    await authenticate(payer, mandateId);
    await advanceHours(payer, 0.1);
    expect((await debitOf(payer, debitId)).status).toBe('requires_authentication');
    await platform.runScheduled('pollPayments');
    await platform.runScheduled('pollPayments');
    expect((await debitOnce(payer, debitId, 'succeeded')).attempts.length).toBeLessThanOrEqual(1);
    expect(await storyOf(payer, { kind: 'debit', id: debitId }, 'debit.succeeded')).toEqual([
      'debit.authentication_required',
      'debit.succeeded',
    ]);
    await faults(payer, []);
  },
};

export const paymentFaultStories: readonly Story[] = [silent, disorderly, lost];
