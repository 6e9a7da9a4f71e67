import type { LimitUse, PersonLimits } from '../balances/ports/person-limits.ts';
import type { SpendState } from '../balances/ports/spend-ledger.ts';
import type { CustomerDirectory } from '../customers/ports/customer-directory.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { ProgramDirectory } from '../tenants/ports/program-directory.ts';
import { isOverLimit, outstandingCaps } from './domain/over-limit.ts';
import type { AuthorizationStore, StoredAuthorization } from './ports/authorization-store.ts';
import type { CardMessage } from './ports/card-messages.ts';

/**
 * Why money that nobody can decline stands in suspense and not on the balance: the balance is closed (domain.md 2.3), a
 * refund without its purchase meets a limit (regulation.md 4.2), or the message is about a refund that went there.
 */
export type SuspenseReason = 'closed' | 'limit' | 'refund_in_suspense';

interface Stores {
  readonly customers: Pick<CustomerDirectory, 'find'>;
  readonly programs: ProgramDirectory;
  readonly limits: Pick<PersonLimits, 'personOf'>;
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
  { customers, programs, limits }: Omit<Stores, 'authorizations'>,
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
  deps: Omit<Stores, 'authorizations'>,
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

/**
 * Whether a message's money goes to suspense, by what was read.
 * @param limits of `refundLimits`: what the balance holds alone may be too much already
 */
export const suspenseOf = async (
  { authorizations }: Pick<Stores, 'authorizations'>,
  context: OperationContext,
  {
    balanceId,
    message,
    state,
    existing,
    limits,
  }: Read & {
    readonly balanceId: string;
    readonly limits: LimitUse | undefined;
  },
): Promise<SuspenseReason | undefined> => {
  if (state.state === 'closed') return 'closed';
  if (limits !== undefined) {
    const posted = state.available + state.held + limits.amount.minor;
    return isOverLimit({ ...state, posted }, limits.at) ? 'limit' : undefined;
  }
  if (!isAboutRefund(message) || existing !== undefined || message.original === undefined) return undefined;
  return (await authorizations.isInSuspense(context.tenant, balanceId, message.original))
    ? 'refund_in_suspense'
    : undefined;
};
