import { wire as wireExpiry } from '../../../functions/authorizations/expire-hold/handler.ts';
import { envelopeOf, recordItem } from '../../../functions/kernel/events/record-item.ts';
import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { timerItem } from '../../../functions/kernel/timers/timer-item.ts';
import { tenantWithProgram } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { noContext } from '../../support/trigger.ts';
import type { CardWorld, RequestChange } from './card-bench.ts';
import { cardWorld, issuer, nameOf } from './card-bench.ts';

/** A card of a new tenant with 40 rupees reserved, and the network's name of that. */
export const givenHold = async (platform: TestPlatform, change: RequestChange = {}) => {
  const world = await cardWorld(platform, await tenantWithProgram(platform));
  const answer = await issuer(platform).request(world, 40_00, change);
  return { world, original: nameOf(platform, answer.sent) };
};

/** What the bus carries of a balance's newest event of a type. */
export const eventOf = async (platform: TestPlatform, { tenant, balanceId }: CardWorld, type: string) => {
  const { items } = await platform.table.query({ pk: tenantKey(tenant, 'BALANCE', balanceId), limit: 100 });
  const records = items.filter(({ item }) => item === 'record').map((item) => recordItem.decode(item));
  const found = records.filter((record) => record.type === type).at(-1);
  if (found === undefined) throw new Error(`no ${type}`);
  return { detail: envelopeOf(found) };
};

export const timersOf = async (platform: TestPlatform, { tenantId }: TenantContext) =>
  (await platform.items('timer'))
    .filter(({ pk }) => String(pk).includes(tenantId))
    .map((item) => timerItem.decode(item));

/** Fires the tenant's timers as the dispatcher does. */
export const fireTimers = async (platform: TestPlatform, tenant: TenantContext): Promise<void> => {
  for (const { tenantId, payload } of await timersOf(platform, tenant)) {
    await wireExpiry(platform)({ tenantId, payload: JSON.parse(payload) }, noContext);
  }
};
