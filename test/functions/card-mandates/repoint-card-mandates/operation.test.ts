import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spendCardWrites } from '../../../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoCardStore } from '../../../../functions/cards/infrastructure/dynamo-card-store.ts';
import { listCardMandates } from '../../../../functions/card-mandates/list-card-mandates/declaration.ts';
import { wire as wireList } from '../../../../functions/card-mandates/list-card-mandates/handler.ts';
import { wire } from '../../../../functions/card-mandates/repoint-card-mandates/handler.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { call } from '../../../support/http-call.ts';
import { deliver } from '../../../support/trigger.ts';
import type { CardWorld } from '../../authorizations/card-bench.ts';
import { addCard } from '../../authorizations/card-bench.ts';
import type { MandateBench } from '../mandate-bench.ts';
import { startMandateBench } from '../mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const commit = (writes: readonly { readonly write: Parameters<typeof bench.platform.table.transact>[0][number] }[]) =>
  bench.platform.table.transact(
    writes.map(({ write }) => write),
    randomUUID(),
  );

/** The old card is lost: locked for good, and nothing has its place yet. */
const lose = async ({ tenant, balanceId, cardId }: CardWorld): Promise<void> => {
  const cards = dynamoCardStore(bench.platform.table, pager(bench.platform.secrets));
  const card = await cards.findEvenRemoved(tenant, cardId);
  if (card === undefined) throw new Error('the card is gone');
  await commit([
    cards.replace(tenant, { ...card, status: 'locked', sequence: card.sequence + 1 }),
    spendCardWrites.change(tenant, balanceId, { cardId, status: 'locked', lock: 1 }),
  ]);
};

/** Another card takes its place, with all channels off, as at every reissue (rule 88). */
const replace = async (world: CardWorld): Promise<CardWorld> => {
  const { tenant, balanceId, externalId } = world;
  const next = await addCard(bench.platform, world, { channels: [] });
  const cards = dynamoCardStore(bench.platform.table, pager(bench.platform.secrets));
  const card = await cards.findEvenRemoved(tenant, next.cardId);
  if (card === undefined) throw new Error('the card is gone');
  const placed = { cardId: next.cardId, expiryMonth: 12, expiryYear: 2031, status: 'active' } as const;
  await commit([
    cards.replace(tenant, { ...card, replaces: world.cardId, countedAs: externalId, sequence: card.sequence + 1 }),
    spendCardWrites.place(tenant, balanceId, { ...placed, countedAs: externalId }),
  ]);
  return next;
};

const eventOf = ({ cardId: fromCardId }: CardWorld, { cardId: toCardId }: CardWorld) => ({
  detail: {
    ...{ id: bench.platform.ids.next('evt', bench.tenant), type: 'card.replaced', sequence: 2 },
    tenantId: bench.tenant.tenantId,
    createdAt: toTimestamp(bench.platform.clock.now()),
    resource: { type: 'card', id: fromCardId },
    data: { fromCardId, toCardId },
  },
});

const statusOn = async ({ cardId }: CardWorld) => {
  const as = { tenant: bench.tenant };
  const { body } = await call(wireList(bench.platform), listCardMandates, { as, params: { cardId } });
  const mandates = body.data as readonly { readonly status: string; readonly cardId: string }[];
  return mandates.map((mandate) => [mandate.status, mandate.cardId]);
};

describe('repointCardMandates', () => {
  it('rule 16 a mandate follows its card: paused while it is lost, alive on the card in its place', async () => {
    const mandate = await bench.registered();
    const debit = await bench.eligible(mandate, 5_00);
    await lose(mandate.world);
    expect(await statusOn(mandate.world)).toEqual([['paused', mandate.world.cardId]]);
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
    const next = await replace(mandate.world);
    // The chain of cards is what counts: nobody has to be waited for.
    expect((await bench.debit({ ...debit, world: next }, 5_00)).decision).toBe('approved');
    expect(await deliver(wire(bench.platform), eventOf(mandate.world, next))).toBe(true);
    expect(await statusOn(next)).toEqual([['active', next.cardId]]);
    const records = await bench.recordsOfMandate(mandate);
    expect(records.at(-1)).toMatchObject({
      type: 'card_mandate.repointed',
      data: { fromCardId: mandate.world.cardId, toCardId: next.cardId },
    });
  });

  it('I3 the same event again points nothing, and one of an unknown card does nothing', async () => {
    const mandate = await bench.registered();
    const next = await replace(mandate.world);
    const event = eventOf(mandate.world, next);
    await deliver(wire(bench.platform), event);
    await deliver(wire(bench.platform), event);
    const types = (await bench.recordsOfMandate(mandate)).map(({ type }) => type);
    expect(types.filter((type) => type === 'card_mandate.repointed')).toHaveLength(1);
    const unknown = { ...mandate.world, cardId: bench.platform.ids.next('crd', bench.tenant) };
    expect(await deliver(wire(bench.platform), eventOf(unknown, next))).toBe(true);
  });

  it('announcements reach the mandate by the new card too', async () => {
    const mandate = await bench.registered();
    const next = await replace(mandate.world);
    expect((await bench.announce({ ...mandate, world: next }, 5_00)).body.decision).toBe('approved');
    const beside = await addCard(bench.platform, mandate.world);
    expect((await bench.announce({ ...mandate, world: beside }, 5_00)).body.reason).toBe('mandate_unknown');
  });
});
