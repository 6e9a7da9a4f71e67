import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { recordItem } from '../../../functions/kernel/events/record-item.ts';
import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import { tenantWithProgram } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import type { CardTraits, CardWorld, RequestChange } from './card-bench.ts';
import { cardWorld, issuer, nameOf } from './card-bench.ts';

/** Records of a balance that are about cards, oldest first. */
const recordsOf = async (platform: TestPlatform, { tenant, balanceId }: CardWorld) => {
  const { items } = await platform.table.query({ pk: tenantKey(tenant, 'BALANCE', balanceId), limit: 100 });
  return items.filter(({ item }) => item === 'record').map((item) => recordItem.decode(item));
};

/** A platform with one tenant, its card network, and what tests of its messages ask for. */
export const startMessageBench = async () => {
  const platform = await startTestPlatform();
  const tenant = await tenantWithProgram(platform);
  const network = issuer(platform);
  return {
    platform,
    tenant,
    network,
    world: (traits: CardTraits = {}) => cardWorld(platform, tenant, traits),
    name: () => ({ id: `net_${randomUUID()}`, transmittedAt: platform.clock.now().round('millisecond') }),
    /** A card with 100 rupees of which some are reserved; and the network's name of that. */
    reserved: async (minor: number, change: RequestChange = {}, traits: CardTraits = {}) => {
      const world = await cardWorld(platform, tenant, traits);
      const answer = await network.request(world, minor, change);
      expect(answer.decision).toBe('approved');
      return { world, answer, original: nameOf(platform, answer.sent) };
    },
    recordsOf: (world: CardWorld) => recordsOf(platform, world),
    postingsOf: async (world: CardWorld) =>
      (await recordsOf(platform, world))
        .filter(({ type }) => type === 'transaction.posted')
        .map(({ data, legs = [] }): Record<string, unknown> & { legs: typeof legs } => ({
          ...(JSON.parse(data) as Record<string, unknown>),
          legs,
        })),
  };
};
