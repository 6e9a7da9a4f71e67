import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardLife } from '../../cards/card-life.ts';
import { startCardLife } from '../../cards/card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife({ initialCardState: 'inactive' });
});
afterAll(() => life.stop());

const subject = async () => {
  const { cardId } = await life.card();
  const { externalId } = await life.stored(cardId);
  const { issuer } = life.dependencies();
  return {
    cardId,
    ask: (status: 'active' | 'suspended' | 'closed', reason?: 'lost' | 'other') =>
      issuer.changeStatus(life.tenant, { externalId, status, reason }),
    read: () => issuer.readStatus(life.tenant, externalId),
  };
};

describe('A card’s status at the sandbox’s issuer', () => {
  it('AL-11 AL-14 answers what it is now, since when and why', async () => {
    const { ask, read } = await subject();
    const made = await read();
    expect(made).toMatchObject({ issuerStatus: 'inactive', reason: undefined });
    await ask('active');
    const suspended = await ask('suspended', 'lost');
    expect(suspended).toMatchObject({ issuerStatus: 'suspended', reason: 'lost' });
    expect(await read()).toEqual(suspended);
    expect(suspended.at.epochMilliseconds).toBeGreaterThan(made.at.epochMilliseconds);
  });

  it('I3 the same again is no change, for another reason it is', async () => {
    const { ask } = await subject();
    await ask('active');
    const first = await ask('suspended', 'other');
    expect(await ask('suspended', 'other')).toEqual(first);
    const other = await ask('suspended', 'lost');
    expect(other).toMatchObject({ issuerStatus: 'suspended', reason: 'lost' });
    expect(other.at.epochMilliseconds).toBeGreaterThan(first.at.epochMilliseconds);
  });

  it('refuses what no card may become, and an unknown card', async () => {
    const { ask } = await subject();
    await expect(ask('suspended', 'other')).rejects.toMatchObject({ reason: 'status_not_allowed' });
    await ask('closed');
    await expect(ask('active')).rejects.toMatchObject({ reason: 'status_not_allowed' });
    const { issuer } = life.dependencies();
    await expect(issuer.readStatus(life.tenant, 'pi_unknown')).rejects.toMatchObject({ reason: 'card_unknown' });
  });

  it('AL-15 tells by webhook with the same moment as in its answer', async () => {
    const { cardId, ask } = await subject();
    await ask('active');
    const { at } = await ask('suspended', 'lost');
    const { externalId } = await life.stored(cardId);
    const events = (await life.twin.platform.items()).filter(
      (item) => item['type'] === 'card.status_changed' && item['reference'] === externalId,
    );
    expect(events.map((item) => item['occurredAt'])).toContain(at.toString({ fractionalSecondDigits: 3 }));
  });
});
