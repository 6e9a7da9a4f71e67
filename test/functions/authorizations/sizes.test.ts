import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spendCardWrites } from '../../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import type { Item } from '../../../functions/kernel/persistence/table.ts';
import { givenProgram } from '../../support/programs.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { dynamoDepositReload } from '../../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { commitIntents } from '../balances/given-deposits.ts';
import { givenPartner } from '../balances/given-partners.ts';
import type { CardWorld } from './card-bench.ts';
import { cardWorld, issuer } from './card-bench.ts';
import { givenHolderRules } from './given-rules.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

/** Bytes of a value as DynamoDB counts them for capacity: names and text in UTF-8, numbers by digits, 3 for a container. */
const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'bigint' || typeof value === 'number') return Math.ceil(String(value).length / 2) + 2;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + sizeOf(one) + 1, 3);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, one]) => sum + Buffer.byteLength(name) + sizeOf(one) + 1, 3);
};

const itemSize = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0);

const itemOf = async ({ tenant, balanceId }: CardWorld, sk: string): Promise<Item> => {
  const pk = tenantKey(tenant, 'BALANCE', balanceId);
  const { items } = await platform.table.query({ pk, sk: { beginsWith: sk }, limit: 10 });
  const [item] = items;
  if (item === undefined) throw new Error(`no ${sk}`);
  return item;
};

/** As long as a network makes them. */
const merchant = { name: 'X'.repeat(40), mcc: '5814', country: 'IN' };
const message = () => ({
  id: 'n'.repeat(36),
  transmittedAt: platform.clock.now().round('millisecond').toString({ fractionalSecondDigits: 3 }),
});

/** An account as the issuer makes them, and the partition of a person's totals. */
const longest = {
  account: { externalId: `acc_${'0'.repeat(32)}`, number: '0'.repeat(16), ifsc: 'NODL0000001' },
  person: `PERSON#sandbox#${'0'.repeat(43)}`,
};

/** One write unit of the table and one of its index: what an approval costs is counted on that. */
const oneUnit = 1_024;

describe('sizes of what an approval writes', () => {
  it('the record of an approval, which is in an index, is within one write unit', async () => {
    const { tenant } = await givenProgram(platform);
    const world = await cardWorld(platform, tenant, { available: 90_000_000_00n });
    const answer = await issuer(platform).request(world, 80_000_000_00, { merchant, message: message() });
    expect(answer.decision).toBe('approved');
    expect(itemSize(await itemOf(world, 'TXN#'))).toBeLessThanOrEqual(oneUnit);
  });

  it('so is that of an approval in deposit mode', async () => {
    const { tenant } = await givenProgram(platform, { balanceHolder: 'partner' });
    await givenPartner(platform, tenant, { kind: 'deposit' });
    const money = 4_000_000_000_00n;
    await commitIntents(platform, await dynamoDepositReload(platform.table).reload(tenant, 'INR', money));
    const world = await cardWorld(platform, tenant, { available: 90_000_000_00n });
    const answer = await issuer(platform).request(world, 80_000_000_00, { merchant, message: message() });
    expect(answer.decision).toBe('approved');
    expect(itemSize(await itemOf(world, 'TXN#'))).toBeLessThanOrEqual(oneUnit);
  });

  it('a balance with three cards is within one write unit', async () => {
    const { tenant } = await givenProgram(platform);
    const world = await cardWorld(platform, tenant, { available: 90_000_000_00n });
    for (const status of ['active', 'inactive'] as const) {
      const cardId = platform.ids.next('crd', tenant);
      const card = { cardId, expiryMonth: 12, expiryYear: 2031, status };
      await commitIntents(platform, [spendCardWrites.place(tenant, world.balanceId, card)]);
    }
    const item = await itemOf(world, 'BALANCE');
    expect(Object.keys(item['cards'] ?? {})).toHaveLength(3);
    expect(itemSize({ ...item, ...longest })).toBeLessThanOrEqual(oneUnit);
  });

  it('so is one with a card and a holder that have ordinary rules, and all that they count', async () => {
    const { tenant } = await givenProgram(platform);
    const rules = {
      version: 12,
      limits: [{ per: 'day' as const, max: 25_000_00n, count: 10 }],
      mcc: { block: ['7995', '6051'] },
    };
    const world = await cardWorld(platform, tenant, { available: 90_000_000_00n, rules });
    await givenHolderRules(platform, world, {
      version: 3,
      limits: [{ per: 'month', max: 100_000_00n }],
      off: ['ecom'],
    });
    expect((await issuer(platform).request(world, 20_000_00)).decision).toBe('approved');
    const item = await itemOf(world, 'BALANCE');
    expect(Object.keys(item['counters'] ?? {})).toHaveLength(2);
    expect(itemSize({ ...item, ...longest })).toBeLessThanOrEqual(oneUnit);
  });
});
