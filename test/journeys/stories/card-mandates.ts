import { expect } from 'vitest';
import * as z from 'zod';
import type { JourneyPlatform, Story } from '../platform.ts';
import { answered, refused } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import type { Holder } from '../support/holder.ts';
import { holderOf } from '../support/holder.ts';
import { advanceHours, advanceTo, inHours } from '../support/mandates.ts';
import { inr, settlesAt } from '../support/money.ts';

const netflicks = { name: 'Netflicks', mcc: '4899', country: 'IN' };
const hourMs = 3_600_000;

const registration = z.looseObject({
  mandateId: z.string().startsWith('cmd_').nullable(),
  decision: z.enum(['approved', 'declined']),
});

const announcement = z.looseObject({
  debitId: z.string().startsWith('cdb_').nullable(),
  status: z.enum(['announced', 'refused', 'approved', 'declined']),
  dueAt: z.iso.datetime(),
});

const ownMandates = z.object({
  data: z.array(
    z.looseObject({
      mandateId: z.string(),
      status: z.string(),
      merchant: z.object({ name: z.string(), mcc: z.string(), country: z.string() }),
      debits: z.array(
        z.looseObject({
          debitId: z.string(),
          status: z.string(),
          dueAt: z.iso.datetime(),
          notice: z.object({ announcedAt: z.iso.datetime(), deliveredAt: z.iso.datetime().nullable() }),
        }),
      ),
    }),
  ),
});

const channels = { pos: true, atm: true, ecom: true, contactless: false, international: false };

const setOnline = async ({ me, cardId }: Holder, ecom: boolean): Promise<void> => {
  const answer = await me.put(`/customers/me/cards/${cardId}/controls`, {
    channels: { ...channels, ecom },
    limits: [],
    mcc: {},
  });
  answered(answer, 200, z.looseObject({}));
};

/** A third party takes a mandate on the holder's card, up to INR 500 at a time. */
const register = async (holder: Holder): Promise<z.output<typeof registration>> => {
  const body = {
    merchant: netflicks,
    maxAmount: inr(50_000),
    frequency: 'as_presented',
    validUntil: await inHours(holder, 365 * 24),
  };
  const answer = await holder.backend.post(`/sandbox/cards/${holder.cardId}/third-party-mandates`, body);
  return answered(answer, 201, registration);
};

/** A holder who buys online, with a mandate on the card. */
const subscriber = async (
  platform: JourneyPlatform,
  name: string,
): Promise<{ readonly holder: Holder; readonly mandateId: string }> => {
  const holder = await holderOf(platform, name);
  await setOnline(holder, true);
  const { mandateId, decision } = await register(holder);
  if (mandateId === null) throw new Error(`the registration was ${decision}`);
  return { holder, mandateId };
};

const announce = async ({ backend }: Holder, mandateId: string, amount: number) =>
  answered(
    await backend.post(`/sandbox/third-party-mandates/${mandateId}/debits`, { amount: inr(amount) }),
    201,
    announcement,
  );

const announced = async (holder: Holder, mandateId: string, amount: number): Promise<string> => {
  const { debitId, status } = await announce(holder, mandateId, amount);
  if (debitId === null) throw new Error(`the debit was ${status}`);
  expect(status).toBe('announced');
  return debitId;
};

const mandateOf = async ({ me }: Holder, mandateId: string) => {
  const { data } = answered(await me.get('/customers/me/card-mandates'), 200, ownMandates);
  const found = data.find((mandate) => mandate.mandateId === mandateId);
  if (found === undefined) throw new Error(`${mandateId} is not listed`);
  return found;
};

const debitOnce = (holder: Holder, { mandateId, debitId }: { mandateId: string; debitId: string }, status: string) =>
  eventually(`${debitId} to be ${status}`, async () => {
    const { debits } = await mandateOf(holder, mandateId);
    return debits.find((debit) => debit.debitId === debitId && debit.status === status);
  });

const debited: Story = {
  title:
    'boundary case 22: a third party debits our card 24 hours after its notice, also when its holder switched online off',
  run: async (platform) => {
    const { holder, mandateId } = await subscriber(platform, 'Ghaghara Wallet');
    const { backend, balanceId, cardId } = holder;
    const debitId = await announced(holder, mandateId, 19_900);
    const { notice } = await debitOnce(holder, { mandateId, debitId }, 'notified');
    const deliveredAt = Date.parse(notice.deliveredAt ?? '');
    await setOnline(holder, false);
    expect((await holder.pay(1_000, { channel: 'ecom' })).decision).toBe('declined');

    await advanceTo(holder, new Date(deliveredAt + 24 * hourMs - 60_000).toISOString());
    expect((await mandateOf(holder, mandateId)).debits).toMatchObject([{ debitId, status: 'notified' }]);
    await advanceHours(holder, 1);
    await debitOnce(holder, { mandateId, debitId }, 'debited');
    await settlesAt(backend, balanceId, { available: 480_100, held: 19_900 });
    const listed = answered(await backend.get(`/secure/cards/${cardId}/mandates`), 200, ownMandates);
    expect(listed.data).toMatchObject([{ mandateId, status: 'active', merchant: netflicks, debits: [{ debitId }] }]);
  },
};

const refusedByHolder: Story = {
  title: 'a holder skips one debit of a third party, and withdraws the mandate: nothing more is debited',
  run: async (platform) => {
    const { holder, mandateId } = await subscriber(platform, 'Gomti Wallet');
    const { me, backend, balanceId } = holder;
    const first = await announced(holder, mandateId, 19_900);
    const own = `/customers/me/card-mandates/${mandateId}`;
    answered(await me.post(`${own}/debits/${first}/skip`), 200, z.looseObject({}));
    await advanceHours(holder, 30);
    expect((await mandateOf(holder, mandateId)).debits).toMatchObject([{ debitId: first, status: 'skipped' }]);

    const second = await announced(holder, mandateId, 29_900);
    await debitOnce(holder, { mandateId, debitId: second }, 'notified');
    answered(await me.post(`${own}/withdraw`), 200, z.looseObject({}));
    const withdrawn = await mandateOf(holder, mandateId);
    expect(withdrawn.status).toBe('withdrawn');
    await debitOnce(holder, { mandateId, debitId: second }, 'cancelled');
    await advanceHours(holder, 30);
    await settlesAt(backend, balanceId, { available: 500_000, held: 0 });
    expect((await announce(holder, mandateId, 19_900)).status).toBe('refused');
  },
};

const bounded: Story = {
  title: 'rule 17: a registration is an ordinary purchase online, and no mandate passes its own maximum',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Rihand Wallet');
    expect(await register(holder)).toMatchObject({ decision: 'declined', mandateId: null });
    await setOnline(holder, true);
    const { mandateId } = await register(holder);
    expect(await announce(holder, mandateId ?? '', 50_001)).toMatchObject({ status: 'refused', debitId: null });
    const stranger = await holderOf(platform, 'Stranger Wallet');
    refused(
      await stranger.me.post(`/customers/me/card-mandates/${mandateId ?? ''}/withdraw`),
      404,
      'mandate_not_found',
    );
  },
};

export const cardMandateStories: readonly Story[] = [debited, refusedByHolder, bounded];
