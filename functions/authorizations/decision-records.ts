import type { SpendLedger, SpendPlace } from '../balances/ports/spend-ledger.ts';
import type { RecordDraft } from '../kernel/events/record.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import { alreadyRecorded } from './already-recorded.ts';
import { networkOf } from './network-name-schemas.ts';
import type { Hold } from './domain/hold.ts';
import type { AuthorizationRequest } from './domain/network-message.ts';
import type { Reason } from './domain/reasons.ts';
import type { AuthorizationStore } from './ports/authorization-store.ts';

/** A decision that is to be recorded. */
export interface Decided {
  readonly authorizationId: string;
  readonly eventId: string;
  readonly reason: Reason;
  /** Where the reason alone does not say it: a locked card's, by its lock. */
  readonly actionCode?: string | undefined;
  /** Minor units; 0 when declined. */
  readonly approved: bigint;
  /** Absent when the write's conditions decided: they are what its data says. */
  readonly evidence?: string | undefined;
  /** The mandate that it is about, and the debit under it. */
  readonly mandate?: { readonly mandateId: string; readonly debitId?: string } | undefined;
}

/** What an event tells of a request: no more than the tenant may know, and short. */
const factsOf = (
  request: AuthorizationRequest,
  place: SpendPlace,
  { reason, actionCode, approved, mandate }: Decided,
) => ({
  cardId: place.cardId,
  balanceId: place.balanceId,
  amount: { amount: Number(request.amount.minor), currency: request.amount.currency },
  merchant: request.merchant,
  channel: request.channel,
  network: networkOf(request.original ?? request.message),
  reason,
  ...(actionCode === undefined ? {} : { actionCode }),
  ...(approved === 0n ? {} : { approvedAmount: Number(approved) }),
  ...mandate,
});

interface Places {
  readonly spending: Pick<SpendLedger, 'partition' | 'entry'>;
  readonly authorizations: Pick<AuthorizationStore, 'transactionPlace' | 'messagePlace' | 'attached'>;
}

interface Asked {
  readonly tenant: TenantContext;
  readonly request: AuthorizationRequest;
  readonly place: SpendPlace;
}

/** The record of a decision on an authorization; its place is the message's own, so that it is decided once. */
export const decisionRecord = (
  { spending, authorizations }: Places,
  { tenant, request, place }: Asked,
  { decided, hold }: { readonly decided: Decided; readonly hold: Hold },
): RecordDraft => ({
  resource: { type: 'authorization', id: decided.authorizationId },
  partition: spending.partition(tenant, place.balanceId),
  sequence: hold.version,
  type: decided.approved > 0n ? 'authorization.approved' : 'authorization.declined',
  sortKey: authorizations.transactionPlace(tenant, request.message),
  data: factsOf(request, place, decided),
  eventId: decided.eventId,
  ...(decided.evidence === undefined ? {} : { evidence: decided.evidence }),
  attached: authorizations.attached(hold),
  repeated: alreadyRecorded,
});

/** What a request that is not the first word about its authorization can come to. */
type LinkedType =
  | 'authorization.approved'
  | 'authorization.declined'
  | 'authorization.incremented'
  | 'authorization.increment_declined';

/** The same of a request that belongs to an authorization that is there: it stands beside it. */
export const linkedRecord = (
  { spending, authorizations }: Places,
  { tenant, request, place }: Asked,
  { decided, type, version }: { readonly decided: Decided; readonly type: LinkedType; readonly version: number },
): RecordDraft => ({
  resource: { type: 'authorization', id: decided.authorizationId },
  partition: spending.partition(tenant, place.balanceId),
  sequence: version,
  type,
  sortKey: authorizations.messagePlace(tenant, request.message),
  data: factsOf(request, place, decided),
  eventId: decided.eventId,
  ...(decided.evidence === undefined ? {} : { evidence: decided.evidence }),
  repeated: alreadyRecorded,
});

/** The record of a single message: the decision and the journal entry of what was paid are one. */
export const paidRecord = (
  { spending, authorizations }: Places,
  { tenant, request, place }: Asked,
  paid: { readonly decided: Decided; readonly hold: Hold; readonly deposit: string | undefined },
): RecordDraft => {
  const { decided, hold, deposit } = paid;
  const { amount: _amount, balanceId: _balanceId, ...facts } = factsOf(request, place, decided);
  return {
    ...spending.entry(tenant, {
      balanceId: place.balanceId,
      eventId: decided.eventId,
      sortKey: authorizations.transactionPlace(tenant, request.message),
      type: 'financial',
      minor: -decided.approved,
      currency: request.amount.currency,
      reference: decided.authorizationId,
      description: request.merchant.name,
      inSuspense: false,
      against: 'settlement',
      deposit,
      facts: { ...facts, authorizationId: decided.authorizationId },
    }),
    ...(decided.evidence === undefined ? {} : { evidence: decided.evidence }),
    attached: authorizations.attached(hold),
    repeated: alreadyRecorded,
  };
};
