import { randomUUID } from 'node:crypto';
import { customerAccount, move } from '../../../functions/balances/domain/accounts.ts';
import { openBalance } from '../../../functions/balances/domain/balance.ts';
import type { Transaction, TransactionType } from '../../../functions/balances/domain/transaction.ts';
import { transactionRecord } from '../../../functions/balances/domain/transaction.ts';
import { dynamoBalanceStore } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { ledgerWrites } from '../../../functions/balances/infrastructure/dynamo-ledger.ts';
import { withPrefix } from '../../../functions/kernel/ids/ids.ts';
import { money } from '../../../functions/kernel/money/money.ts';
import { systemContext } from '../../../functions/kernel/operation/system-context.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import { unitOfWork } from '../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

const storeOf = (platform: TestPlatform) => dynamoBalanceStore(platform.table, pager(platform.secrets));

/** Opens a balance in INR at zero. @returns its id */
export const givenBalance = async (platform: TestPlatform, tenant: TenantContext): Promise<string> => {
  const balanceId = platform.ids.next('bal', tenant);
  const account = { externalId: `acc_${balanceId}`, number: '4400112233' };
  const customerId = platform.ids.next('cus', tenant);
  const balance = openBalance({ balanceId, customerId, currency: 'INR', account, level: 'full' }, platform.clock.now());
  const writes = storeOf(platform).create(tenant, balance);
  await platform.table.transact(
    writes.map(({ write }) => write),
    randomUUID(),
  );
  return balanceId;
};

/** What a movement is, in a test; unless told otherwise a load of 1.00 INR. */
export interface GivenMovement {
  readonly type?: TransactionType;
  /** Above zero is money in. */
  readonly minor?: bigint;
  readonly description?: string;
}

const drafted = (
  platform: TestPlatform,
  tenant: TenantContext,
  { balanceId, type = 'load', minor = 100n, description }: GivenMovement & { readonly balanceId: string },
) => {
  const eventId = platform.ids.next('evt', tenant);
  const transaction: Transaction = {
    ...{ transactionId: withPrefix(eventId, 'txn'), balanceId, type, minor, currency: 'INR' },
    reference: withPrefix(eventId, 'lod'),
    ...(description === undefined ? {} : { description }),
  };
  const amount = money(minor < 0n ? -minor : minor, 'INR');
  const account = customerAccount(balanceId);
  const legs = minor < 0n ? move(account, 'settlement', amount) : move('pooled', account, amount);
  const partition = storeOf(platform).partition(tenant, balanceId);
  const posting = { amount, person: undefined };
  const post =
    minor < 0n ? ledgerWrites.debit(tenant, balanceId, posting) : ledgerWrites.credit(tenant, balanceId, posting);
  return { transaction, post, record: transactionRecord(partition, transaction, { eventId, legs }) };
};

/** Moves money in or out of a balance, as the operations that move money do. @returns the transaction's id */
export const givenMovement = async (
  platform: TestPlatform,
  tenant: TenantContext,
  movement: GivenMovement & { readonly balanceId: string },
): Promise<string> => {
  const { transaction, post, record } = drafted(platform, tenant, movement);
  const context = await systemContext(platform, { tenant, operation: 'test', requestId: 'req_test' });
  await unitOfWork(platform).commit(context, { writes: [post], records: [record] }, undefined);
  return transaction.transactionId;
};

/** Several, oldest first. @returns their ids in that order */
export const givenMovements = async (
  platform: TestPlatform,
  tenant: TenantContext,
  { balanceId, movements }: { readonly balanceId: string; readonly movements: readonly GivenMovement[] },
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const movement of movements) ids.push(await givenMovement(platform, tenant, { ...movement, balanceId }));
  return ids;
};

const transactionLimit = 100;

/** A long history fast: the journal entries of many loads, without what they did to the balance. */
export const givenJournal = async (
  platform: TestPlatform,
  tenant: TenantContext,
  { balanceId, count }: { readonly balanceId: string; readonly count: number },
): Promise<void> => {
  const context = await systemContext(platform, { tenant, operation: 'test', requestId: 'req_test' });
  for (let done = 0; done < count; done += transactionLimit) {
    const records = Array.from(
      { length: Math.min(transactionLimit, count - done) },
      () => drafted(platform, tenant, { balanceId }).record,
    );
    await unitOfWork(platform).commit(context, { writes: [], records }, undefined);
  }
};
