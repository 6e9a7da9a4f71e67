import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxIssuer } from '../../../../functions/providers/sandbox/issuer-processor.ts';
import { sinksWith } from '../../cards/card-data-traces.ts';
import { deliveryAddress, storedOrder } from '../../cards/given-orders.ts';
import type { CardWorld } from '../given-issuances.ts';
import {
  order,
  givenAtCard,
  givenIssuance,
  historyOf,
  startCardWorld,
  storedIssuance,
  tasksOf,
} from '../given-issuances.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const cards = async (cardId: string) =>
  (await world.platform.items()).filter((item) => item['item'] === 'card' && item['cardId'] === cardId);

const twinCards = async (cardId: string) =>
  (await world.twin.platform.items()).filter((item) => item['item'] === 'twin_card' && item['reference'] === cardId);

const finished = [
  'issuance.requested',
  'issuance.kyc_satisfied',
  'issuance.balance_ready',
  'issuance.completed',
] as const;

describe('issueCard', () => {
  it('M-16 AN-62 has the card made and completes the issuance with it', async () => {
    const { issuanceId, customerId } = await givenAtCard(world);
    expect(await tasksOf(world).issueCard(issuanceId)).toEqual({});
    const { status, cardId, balanceId } = await storedIssuance(world, issuanceId);
    expect(status).toBe('completed');
    expect(await cards(cardId)).toMatchObject([{ customerId, balanceId, status: 'active' }]);
    expect(await historyOf(world, issuanceId)).toEqual(finished);
  });

  it('AN-02 AN-58 orders a physical card under the id chosen at the start, and forgets the address', async () => {
    const physical = { ...order, card: { type: 'physical', deliveryAddress } };
    const { issuanceId, customerId } = await givenAtCard(world, physical);
    await Promise.all([tasksOf(world).issueCard(issuanceId), tasksOf(world).issueCard(issuanceId)]);
    const issuance = await storedIssuance(world, issuanceId);
    expect([issuance.status, issuance.deliveryAddress]).toEqual(['completed', undefined]);
    const ordered = await storedOrder(world, issuance.cardId);
    expect(ordered).toMatchObject({ kind: 'card', status: 'requested', customerId, deliveryAddress });
    expect(await historyOf(world, ordered.orderId)).toEqual(['card.requested']);
    expect([await cards(issuance.cardId), await twinCards(issuance.cardId)]).toEqual([[], []]);
  });

  it('I3 makes one card however often and however many at once it is run', async () => {
    const { issuanceId } = await givenAtCard(world);
    const run = () => tasksOf(world).issueCard(issuanceId);
    await Promise.all([run(), run(), run()]);
    await run();
    const { cardId } = await storedIssuance(world, issuanceId);
    expect([(await cards(cardId)).length, (await twinCards(cardId)).length]).toEqual([1, 1]);
    expect(await historyOf(world, issuanceId)).toEqual(finished);
  });

  it('I5 gets the same card after a crash between the issuer’s work and its record', async () => {
    const { issuanceId } = await givenAtCard(world);
    const { cardId } = await storedIssuance(world, issuanceId);
    const transact = () => Promise.reject(new Error('the process is gone'));
    const crashing = { ...world.platform, table: { ...world.platform.table, transact } };
    await expect(tasksOf(world, crashing).issueCard(issuanceId)).rejects.toThrow('the process is gone');
    expect([(await twinCards(cardId)).length, (await cards(cardId)).length]).toEqual([1, 0]);
    await tasksOf(world).issueCard(issuanceId);
    expect([(await twinCards(cardId)).length, (await cards(cardId)).length]).toEqual([1, 1]);
    expect(await historyOf(world, issuanceId)).toEqual(finished);
  });

  it('fails by the code that the workflow retries while the issuer is silent', async () => {
    const { issuanceId } = await givenAtCard(world);
    const deaf = world.reaching(() => Promise.reject(new TypeError('fetch failed')));
    await expect(tasksOf(world, deaf).issueCard(issuanceId)).rejects.toMatchObject({ name: 'temporarily_unavailable' });
    expect((await storedIssuance(world, issuanceId)).status).toBe('creating_card');
  });

  it('commits no card for an issuance that fails while the issuer works', async () => {
    const { issuanceId } = await givenAtCard(world);
    const failing = world.reaching(async (url, init) => {
      const answer = await fetch(url, init);
      await tasksOf(world).failIssuance(issuanceId, 'States.Timeout');
      return answer;
    });
    await tasksOf(world, failing).issueCard(issuanceId);
    const { status, cardId } = await storedIssuance(world, issuanceId);
    expect([status, await cards(cardId)]).toEqual(['failed', []]);
  });

  it('does nothing before its turn', async () => {
    const { customerId } = await givenAtCard(world);
    const early = await givenIssuance(world, customerId);
    await tasksOf(world).issueCard(early);
    const { status, cardId } = await storedIssuance(world, early);
    expect([status, await twinCards(cardId)]).toEqual(['awaiting_kyc', []]);
  });

  it('I11 leaves the card’s number nowhere: not in the table, the log or the workflow', async () => {
    const { issuanceId } = await givenAtCard(world);
    await tasksOf(world).issueCard(issuanceId);
    const [card] = await cards((await storedIssuance(world, issuanceId)).cardId);
    const { pan } = await sandboxIssuer(world.platform).readCardData(world.tenant, String(card?.['externalId']));
    expect(await sinksWith(world.platform, pan)).toEqual([]);
  });
});
