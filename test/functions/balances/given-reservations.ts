import type { Temporal } from 'temporal-polyfill';
import { decisionRecord, paidRecord } from '../../../functions/authorizations/decision-records.ts';
import type { Hold } from '../../../functions/authorizations/domain/hold.ts';
import { newHold } from '../../../functions/authorizations/domain/hold.ts';
import type { AuthorizationRequest } from '../../../functions/authorizations/domain/network-message.ts';
import { dynamoAuthorizationStore } from '../../../functions/authorizations/infrastructure/dynamo-authorization-store.ts';
import { dynamoSpendLedger } from '../../../functions/balances/infrastructure/dynamo-spend-ledger.ts';
import { withPrefix } from '../../../functions/kernel/ids/ids.ts';
import { money } from '../../../functions/kernel/money/money.ts';
import { systemContext } from '../../../functions/kernel/operation/system-context.ts';
import type { Work } from '../../../functions/kernel/persistence/unit-of-work.ts';
import { unitOfWork } from '../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

/** Where a reservation is to stand, and how. */
export interface GivenReservation {
  readonly balanceId: string;
  /** Minor units; 0 is a declined request. */
  readonly approved: bigint;
  /** When the network sent it; now unless told otherwise. */
  readonly sentAt?: Temporal.Instant;
}

const merchant = { name: 'Kirana "type":"load" store', mcc: '5411', country: 'IN' };

const requestOf = (id: string, minor: bigint, transmittedAt: Temporal.Instant): AuthorizationRequest => ({
  ...{ kind: 'authorization', original: undefined, cardExternalId: 'card-1', merchant, channel: 'pos' },
  message: { id, transmittedAt },
  amount: money(minor, 'INR'),
  partialCapable: false,
  verification: { cvv: 'match', pin: 'match', expiry: 'match' },
  occurredAt: transmittedAt,
});

/** Authorizations as a history meets them: the records of decisions, without what those did to the balance. */
export const reservations = (platform: TestPlatform, tenant: TenantContext) => {
  const authorizations = dynamoAuthorizationStore(platform.table);
  const deps = { spending: dynamoSpendLedger(platform.table), authorizations };
  const commit = async (work: Work): Promise<void> => {
    const context = await systemContext(platform, { tenant, operation: 'test', requestId: 'req_test' });
    await unitOfWork(platform).commit(context, work, undefined);
  };
  const prepared = ({ balanceId, approved, sentAt = platform.clock.now() }: GivenReservation) => {
    const authorizationId = platform.ids.next('aut', tenant);
    const eventId = platform.ids.next('evt', tenant);
    const request = requestOf(authorizationId, approved === 0n ? 100n : approved, sentAt);
    const asked = { tenant, request, place: { balanceId, cardId: platform.ids.next('crd', tenant) } };
    const reason = approved === 0n ? ('insufficient_funds' as const) : ('approved' as const);
    const decided = { authorizationId, eventId, reason, approved, evidence: '{}' };
    const place = { balanceId, name: request.message, authorizationId };
    return { asked, decided, place, transactionId: withPrefix(eventId, 'txn') };
  };
  return {
    /** Decides on a request to reserve. */
    hold: async (wanted: GivenReservation) => {
      const { asked, decided, place, transactionId } = prepared(wanted);
      const { approved } = wanted;
      const hold = approved === 0n ? newHold('declined', 0n) : newHold('approved', approved);
      await commit({ writes: [], records: [decisionRecord(deps, asked, { decided, hold })] });
      return { transactionId, authorizationId: place.authorizationId, place, hold };
    },
    /** A single message: decided and posted in one. */
    pay: async (wanted: GivenReservation) => {
      const { asked, decided, place, transactionId } = prepared(wanted);
      const hold: Hold = { ...newHold('cleared', 0n), cleared: wanted.approved };
      await commit({ writes: [], records: [paidRecord(deps, asked, { decided, hold, deposit: undefined })] });
      return { transactionId, authorizationId: place.authorizationId };
    },
    /** What a message made of it. */
    become: (place: Parameters<typeof authorizations.change>[1], hold: Hold): Promise<void> =>
      commit({ writes: [authorizations.change(tenant, place, hold)], records: [] }),
  };
};
