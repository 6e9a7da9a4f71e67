import type { LimitUse, PersonLimits } from '../balances/ports/person-limits.ts';
import type { SpendLedger, SpendState } from '../balances/ports/spend-ledger.ts';
import type { CustomerDirectory } from '../customers/ports/customer-directory.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import type { HoldChange } from './domain/hold.ts';
import { isOverLimit, outstandingCaps } from './domain/over-limit.ts';
import type { AuthorizationStore, StoredAuthorization } from './ports/authorization-store.ts';
import type { CardMessage } from './ports/card-messages.ts';

/**
 * Why money that nobody can decline stands in suspense and not on the balance: the balance is closed (domain.md 2.3), a
 * refund without its purchase meets a limit (regulation.md 4.2), the message is about a refund that went there, or the
 * balance would be more than an answer can say.
 */
export type SuspenseReason = 'closed' | 'limit' | 'refund_in_suspense' | 'out_of_range';

interface Stores {
  readonly customers: Pick<CustomerDirectory, 'find'>;
  readonly programs: ProgramDirectory;
  readonly limits: Pick<PersonLimits, 'personOf'>;
  readonly spending: Pick<SpendLedger, 'hasRoom'>;
  readonly authorizations: Pick<AuthorizationStore, 'isInSuspense'>;
}

/** What was read for a message. */
interface Read {
  readonly message: CardMessage;
  readonly state: SpendState;
  readonly existing: StoredAuthorization | undefined;
}

/** The purchase that a message names is here. */
export const isLinked = ({ existing }: Pick<Read, 'existing'>): boolean =>
  existing !== undefined && existing.hold.state !== 'early';

const personOf = async (
  { customers, programs, limits }: Pick<Stores, 'customers' | 'programs' | 'limits'>,
  { tenant }: OperationContext,
  { person, customerId }: SpendState,
): Promise<string | undefined> => {
  if (person !== undefined) return person;
  const [owner, { issuer }] = await Promise.all([customers.find(tenant, customerId), programs.find(tenant)]);
  return owner === undefined ? undefined : limits.personOf(issuer, owner.phone);
};

/**
 * The limits that a refund meets which proves no purchase: what a person may hold over all tenants, like any credit (rule
 * 70). undefined: it meets none. Only the link to the original debit passes them (rule 83, regulation.md 3.7).
 */
export const refundLimits = async (
  deps: Pick<Stores, 'customers' | 'programs' | 'limits'>,
  context: OperationContext,
  { message, state, existing }: Read,
): Promise<LimitUse | undefined> => {
  if (message.kind !== 'refund' || isLinked({ existing }) || state.state === 'closed') return undefined;
  const at = context.clock.now();
  const caps = outstandingCaps(state, at);
  const person = caps.length === 0 ? undefined : await personOf(deps, context, state);
  return person === undefined ? undefined : { customerId: state.customerId, person, caps, amount: message.amount, at };
};

/** What takes a refund back, or decides a dispute about it, and names it. */
const isAboutRefund = ({ kind }: CardMessage): boolean => kind === 'refund_reversal' || kind === 'chargeback';

type Weighed = Read & {
  readonly balanceId: string;
  readonly change: HoldChange;
  readonly limits: LimitUse | undefined;
};

/** Whether it names a refund that stands in suspense. */
const followsThere = async (
  { authorizations }: Pick<Stores, 'authorizations'>,
  { tenant }: OperationContext,
  { balanceId, message, existing }: Weighed,
): Promise<boolean> =>
  isAboutRefund(message) &&
  existing === undefined &&
  message.original !== undefined &&
  authorizations.isInSuspense(tenant, balanceId, message.original);

/** What the balance holds alone is too much already. */
const isBeyond = ({ state, limits }: Weighed): boolean =>
  limits !== undefined &&
  isOverLimit({ ...state, posted: state.available + state.held + limits.amount.minor }, limits.at);

/** Whether a message's money goes to suspense, by what was read. */
export const suspenseOf = async (
  deps: Pick<Stores, 'authorizations' | 'spending'>,
  context: OperationContext,
  weighed: Weighed,
): Promise<SuspenseReason | undefined> => {
  const { state, change } = weighed;
  if (state.state === 'closed') return 'closed';
  if (isBeyond(weighed)) return 'limit';
  if (await followsThere(deps, context, weighed)) return 'refund_in_suspense';
  const { held, posted } = change;
  return deps.spending.hasRoom(state, { held, available: posted - held }) ? undefined : 'out_of_range';
};
