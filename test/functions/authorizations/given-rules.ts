import { randomUUID } from 'node:crypto';
import { dynamoHolderRules } from '../../../functions/balances/infrastructure/dynamo-holder-rules.ts';
import { dynamoSpendLedger } from '../../../functions/balances/infrastructure/dynamo-spend-ledger.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../../functions/policies/card-controls.ts';
import { dynamoProgramRules } from '../../../functions/tenants/infrastructure/dynamo-program-rules.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import type { CardWorld } from './card-bench.ts';

/** Gives the holder of a card rules for all its cards, as setCustomerControls leaves them with its balances. */
export const givenHolderRules = async (platform: TestPlatform, world: CardWorld, rules: UseRules): Promise<void> => {
  const state = await dynamoSpendLedger(platform.table).read(world.tenant, world);
  if (state === undefined) throw new Error('no balance');
  const intents = await dynamoHolderRules(platform.table).writes(world.tenant, state.customerId, rules);
  const writes = intents.map(({ write }) => write);
  await platform.table.transact(writes, randomUUID());
};

/** Gives a program rules, as setProgramControls leaves them. */
export const givenProgramRules = async (
  platform: TestPlatform,
  tenant: TenantContext,
  rules: UseRules,
): Promise<void> => {
  const programs = dynamoProgramRules(platform.table);
  const program = await programs.find(tenant);
  if (program === undefined) throw new Error('no program');
  await platform.table.transact([programs.change(tenant, program, rules).write], randomUUID());
};
