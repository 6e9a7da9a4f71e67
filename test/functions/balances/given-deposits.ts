import { randomUUID } from 'node:crypto';
import type { DepositEscrow } from '../../../functions/balances/ports/deposit-escrow.ts';
import { mostProbes } from '../../../functions/balances/ports/deposit-escrow.ts';
import type { Share } from '../../../functions/balances/domain/deposit-slices.ts';
import { readSlices } from '../../../functions/balances/infrastructure/deposit-slices.ts';
import type { WriteIntent } from '../../../functions/kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

/** Writes intents in one transaction, again after a conflict. @throws the error of the first refused one */
export const commitIntents = async (platform: TestPlatform, intents: readonly WriteIntent[]): Promise<void> => {
  for (;;) {
    const outcome = await platform.table.transact(
      intents.map(({ write }) => write),
      randomUUID(),
    );
    if (outcome.kind === 'committed') return;
    if (outcome.kind === 'unknown') throw new Error('the table did not answer');
    const position = outcome.reasons.findIndex(({ kind }) => kind === 'condition');
    const reason = outcome.reasons[position];
    if (reason?.kind === 'condition') throw intents[position]?.refused(reason.old) ?? new Error('refused');
    if (!outcome.reasons.some(({ kind }) => kind === 'conflict')) throw new Error('the transaction was cancelled');
  }
};

/** The INR slices of a tenant, by number. */
export const slicesOf = (platform: TestPlatform, tenant: TenantContext) => readSlices(platform.table, tenant, 'INR');

export interface Sums {
  readonly available: bigint;
  readonly held: bigint;
  readonly moved: bigint;
}

/** What the INR slices of a tenant sum to. */
export const sumsOf = async (platform: TestPlatform, tenant: TenantContext): Promise<Sums> =>
  (await slicesOf(platform, tenant)).reduce(
    (sums, { available, held, moved }) => ({
      available: sums.available + available,
      held: sums.held + held,
      moved: sums.moved + moved,
    }),
    { available: 0n, held: 0n, moved: 0n },
  );

export type Reservation =
  | { readonly outcome: 'reserved'; readonly shares: readonly Share[] }
  /** The sum was short, or others were faster than all probes. */
  | { readonly outcome: 'short' | 'outrun' };

/** Reserves as the port documents it: home slice, then what `findRoom` says, up to five times. */
export const reserveProbing = async (
  escrow: DepositEscrow,
  request: { readonly tenant: TenantContext; readonly balanceId: string; readonly amount: bigint },
  commit: (intents: readonly WriteIntent[]) => Promise<boolean>,
): Promise<Reservation> => {
  const { tenant, balanceId, amount } = request;
  let shares: readonly Share[] | undefined = [{ slice: escrow.homeSlice(balanceId), amount }];
  for (let probe = 1; probe <= 1 + mostProbes; probe += 1) {
    if (probe > 1) shares = await escrow.findRoom(tenant, 'INR', amount);
    if (shares === undefined) return { outcome: 'short' };
    if (await commit(escrow.reserve(tenant, { currency: 'INR', shares }))) return { outcome: 'reserved', shares };
  }
  return { outcome: 'outrun' };
};
