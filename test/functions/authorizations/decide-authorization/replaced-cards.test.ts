import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spendCardWrites } from '../../../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import type { UseRules } from '../../../../functions/policies/card-controls.ts';
import type { CardWorld } from '../card-bench.ts';
import { addCard, inr, moneyOf, nameOf } from '../card-bench.ts';
import { startMessageBench } from '../message-bench.ts';

let bench: Awaited<ReturnType<typeof startMessageBench>>;

beforeAll(async () => {
  bench = await startMessageBench();
});
afterAll(() => bench.platform.stop());

const rules: UseRules = { version: 1, limits: [{ per: 'day', max: 50_00n }] };

/** Another card takes the place of the first one, as `replaceCard` has it placed. */
const replaced = async (old: CardWorld): Promise<CardWorld> => {
  const next = await addCard(bench.platform, old);
  const placed = { cardId: next.cardId, expiryMonth: 12, expiryYear: 2031, status: 'active', rules } as const;
  const instead = [{ cardId: old.cardId, status: 'locked', lock: 8 }] as const;
  const { write } = spendCardWrites.place(old.tenant, old.balanceId, {
    ...placed,
    ...{ instead, countedAs: old.externalId },
  });
  await bench.platform.table.transact([write], randomUUID());
  return next;
};

describe('A card that takes the place of another one', () => {
  it('M-13 M-09 counts on where the old one stopped, and what that gives back is free again', async () => {
    const old = await bench.world({ rules });
    const paid = await bench.network.request(old, 30_00);
    const card = await replaced(old);
    expect(await bench.network.request(old, 1_00)).toMatchObject({ decision: 'declined', actionCode: '1011' });
    expect((await bench.network.request(card, 20_01)).decision).toBe('declined');
    expect((await bench.network.request(card, 20_00)).decision).toBe('approved');
    await bench.network.tell(old, { kind: 'reversal', original: nameOf(bench.platform, paid.sent) });
    expect((await bench.network.request(card, 30_01)).decision).toBe('declined');
    expect((await bench.network.request(card, 30_00)).decision).toBe('approved');
  });

  it('AN-50 clearings and refunds of the old one are the same balance’s', async () => {
    const old = await bench.world({ rules });
    const paid = await bench.network.request(old, 20_00);
    await replaced(old);
    const original = nameOf(bench.platform, paid.sent);
    await bench.network.tell(old, { kind: 'clearing', original, amount: inr(20_00), final: true });
    await bench.network.tell(old, { kind: 'refund', original, amount: inr(5_00) });
    expect(await moneyOf(bench.platform, old)).toEqual({ available: 85_00n, held: 0n });
  });
});
