import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { Issuance } from './domain/issuance.ts';
import { issuanceRecord } from './domain/issuance-events.ts';
import type { IssuanceStart } from './ports/issuance-start.ts';
import type { IssuanceStore } from './ports/issuance-store.ts';

/** Ids of case, balance and card are chosen here, once: every later try of every step uses them. */
export const issuanceStart = ({
  issuances,
  ids,
}: {
  readonly issuances: IssuanceStore;
  readonly ids: IdGenerator;
}): IssuanceStart => ({
  prepare: (context, { balanceId, ...order }) => {
    const { tenant, clock } = context;
    const issuance: Issuance = {
      ...order,
      issuanceId: ids.next('iss', tenant),
      status: 'awaiting_kyc',
      plannedKycId: ids.next('kyc', tenant),
      balanceId: balanceId ?? ids.next('bal', tenant),
      cardId: ids.next('crd', tenant),
      createdAt: clock.now(),
      sequence: 1,
    };
    const record = issuanceRecord(issuances.partition(tenant, issuance.issuanceId), issuance);
    return {
      issuanceId: issuance.issuanceId,
      work: { writes: [issuances.create(tenant, issuance)], records: [record] },
    };
  },
});
