import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import { money } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { presentCorrection } from '../correction-answers.ts';
import type { Correction } from '../domain/correction.ts';
import { completeCorrection, correctionNotFound, signedAmount } from '../domain/correction.ts';
import { correctionEntry, correctionRecord } from '../domain/correction-events.ts';
import { requireOther } from '../maker-checker.ts';
import type { LimitedMoney } from '../limited-money.ts';
import { balanceFor, limitUse, withOwner } from '../limited-money.ts';
import type { CorrectionStore } from '../ports/correction-store.ts';
import type { approveCorrection as declaration } from './declaration.ts';

type Dependencies = LimitedMoney & { readonly corrections: CorrectionStore; readonly ids: IdGenerator };

/**
 * The balance moves, and what its person holds with it. No cap refuses a correction: it puts right what should have
 * been all along. Where caps hold, the total is kept true, so that they bind what comes next.
 */
const posting = async (
  deps: Dependencies,
  context: OperationContext,
  { balanceId, ...correction }: Correction,
): Promise<readonly WriteIntent[]> => {
  const { tenant } = context;
  const amount = signedAmount(correction);
  const balance = await balanceFor(deps, context, { balanceId, amount });
  const owned = await withOwner(deps, context, balance);
  const { caps, person } = limitUse(context, owned, { movement: 'own_transfer', amount });
  const counted = caps.length === 0 ? balance.person : person;
  return [
    deps.ledger.correct(tenant, balanceId, { amount, person: counted }),
    ...(counted === undefined ? [] : [deps.limits.lower(counted, money(-amount.minor, amount.currency))]),
  ];
};

/**
 * Carries out a correction (domain.md 2.6): what one operator asked for, another one approves.
 *
 * 1. Find the correction; the one who asked for it may not approve it.
 * 2. Commit the correction's end, the balance, the person's total, the journal entry and the key together. The version
 *    of the correction decides between two approvals at once; a closed balance refuses the whole.
 */
export const approveCorrection =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant, caller } = context;
    const { corrections, balances } = deps;
    const before = await corrections.find(tenant, params.correctionId);
    if (before === undefined) throw correctionNotFound();
    requireOther(before.maker, caller);
    const eventId = deps.ids.next('evt', tenant);
    const transactionId = withPrefix(eventId, 'txn');
    const after = completeCorrection(before, transactionId);
    const writes = [corrections.replace(tenant, after), ...(await posting(deps, context, before))];
    const records = [
      correctionRecord(corrections.partition(tenant, after.correctionId), after),
      correctionEntry(balances.partition(tenant, after.balanceId), after, { eventId, transactionId }),
    ];
    return deps.unitOfWork.commit(context, { writes, records }, presentCorrection(after));
  };
