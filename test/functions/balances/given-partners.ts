import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { move } from '../../../functions/balances/domain/accounts.ts';
import type { ChainBlock } from '../../../functions/balances/domain/chain.ts';
import type { ChainFindings } from '../../../functions/balances/domain/chain-check.ts';
import { checkChain } from '../../../functions/balances/domain/chain-check.ts';
import type { PartnerBalance } from '../../../functions/balances/domain/partner-balance.ts';
import {
  chainBlockOf,
  chainHash,
  chainPartition,
  contentHash,
} from '../../../functions/balances/infrastructure/dynamo-chain.ts';
import { dynamoPartnerStore } from '../../../functions/balances/infrastructure/dynamo-partner-store.ts';
import { wire as wireFold } from '../../../functions/balances/fold-journal/handler.ts';
import { eventLogPartition, recordItem } from '../../../functions/kernel/events/record-item.ts';
import type { Leg } from '../../../functions/kernel/money/leg.ts';
import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import type { Item } from '../../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import type { TestChange } from '../../support/stream-changes.ts';
import { streamEvent } from '../../support/stream-changes.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

/** A stored partner balance: credit in INR with 5,000 paise as its level, but for the traits. */
export const givenPartner = async (
  platform: TestPlatform,
  tenant: TenantContext,
  traits: Partial<PartnerBalance> = {},
): Promise<PartnerBalance> => {
  const balance: PartnerBalance = {
    partnerBalanceId: platform.ids.next('pbl', tenant),
    kind: 'credit',
    currency: 'INR',
    available: 0n,
    lowBalanceThreshold: 5_000n,
    createdAt: platform.clock.now(),
    ...traits,
  };
  const writes = dynamoPartnerStore(platform.table)
    .create(tenant, balance)
    .map(({ write }) => write);
  const { kind } = await platform.table.transact(writes, randomUUID());
  if (kind !== 'committed') throw new Error(`the partner balance was ${kind}`);
  return balance;
};

/** A journal entry as the table stores it; without legs, a record that moves no money. */
export const journalRecord = (platform: TestPlatform, tenant: TenantContext, legs?: readonly Leg[]): Item => {
  const eventId = platform.ids.next('evt', tenant);
  const pk = tenantKey(tenant, 'BALANCE', `bal_${eventId}`);
  return recordItem.encode(
    { pk, sk: `TXN#${eventId}`, gsi1pk: tenantKey(tenant, 'EVENTS'), gsi1sk: eventId },
    {
      eventId,
      commitId: 'commit',
      type: 'transaction.posted',
      at: toTimestamp(platform.clock.now()),
      tenantId: tenant.tenantId,
      sequence: 1,
      resourceType: 'transaction',
      resourceId: eventId,
      data: '{}',
      actor: 'system:test',
      requestId: 'req_1',
      ...(legs === undefined ? {} : { legs: [...legs] }),
    },
  );
};

/** An entry that moves so many paise. */
export const moved = (
  platform: TestPlatform,
  tenant: TenantContext,
  [from, to, minor]: readonly [from: string, to: string, minor: bigint],
): Item => journalRecord(platform, tenant, move(from, to, { minor, currency: 'INR' }));

/** What foldJournal answers to these changes. */
export const foldChanges = (platform: TestPlatform, changes: readonly TestChange[]) =>
  wireFold(platform)(streamEvent(changes), {} as Context);

/** The tenant's journal as the stream tells it, oldest first. */
export const journalOf = async (platform: TestPlatform, tenant: TenantContext): Promise<readonly TestChange[]> => {
  const { items } = await platform.table.query({ index: 'gsi1', pk: eventLogPartition(tenant), limit: 1_000 });
  return items.map((after) => ({ after }));
};

/** All that the stream has to tell of the tenant's money is told. */
export const foldJournal = async (platform: TestPlatform, tenant: TenantContext): Promise<void> => {
  const { batchItemFailures } = await foldChanges(platform, await journalOf(platform, tenant));
  if (batchItemFailures.length > 0) throw new Error('the journal was not folded');
};

/** The tenant's totals as the table has them, such as `users#INR`. */
export const storedTotals = async (platform: TestPlatform, tenant: TenantContext): Promise<Record<string, bigint>> => {
  const { items } = await platform.table.query({ pk: tenantKey(tenant, 'LEDGER'), limit: 200 });
  return Object.fromEntries(items.map(({ sk, minor }) => [String(sk), minor as bigint]));
};

/** The blocks of the tenant's hash chain as the table has them, in order. */
export const storedChain = async (platform: TestPlatform, tenant: TenantContext): Promise<readonly ChainBlock[]> => {
  const { items } = await platform.table.query({ pk: chainPartition(tenant), limit: 1_000 });
  return items.map(chainBlockOf);
};

/** What a verification finds in these blocks beside a journal of these entries. */
export const chainFindings = (blocks: readonly ChainBlock[], journal: readonly TestChange[]): ChainFindings =>
  checkChain(chainHash, {
    blocks,
    entries: journal.map(({ after = {} }) => ({ eventId: String(after['eventId']), content: contentHash(after) })),
    isNew: () => false,
  });
