import { findDebit } from './domain/card-mandate.ts';
import { debitFacts, mandateRecord } from './domain/card-mandate-events.ts';
import { undebited, unregistered } from './domain/taking-back.ts';
import type { CardMandateStore } from './ports/card-mandate-store.ts';
import type { MandateAftermath } from './ports/third-party-mandates.ts';
import { stoodIn } from './stood-in.ts';

interface Dependencies {
  readonly mandates: Pick<CardMandateStore, 'partition' | 'at' | 'replace' | 'bindDebit'>;
}

const takenBack =
  ({ mandates }: Dependencies): MandateAftermath['takenBack'] =>
  (tenant, { stored, mandateId, debitId, authorizationId, now }) => {
    if (stored?.mandateId !== mandateId) return undefined;
    const next =
      debitId === undefined ? unregistered(stored, now) : undebited(stored, { debitId, authorizationId }, now);
    if (next === undefined) return undefined;
    const debit = debitId === undefined ? undefined : findDebit(next, debitId);
    const type = debitId === undefined ? 'card_mandate.taken_back' : 'card_mandate_debit.taken_back';
    const data = { reason: 'out_of_time', ...(debit === undefined ? {} : { ...debitFacts(debit), authorizationId }) };
    return {
      writes: [mandates.replace(tenant, next)],
      records: [mandateRecord(mandates.partition(tenant, next), next, { type, data })],
    };
  };

/** Mandates as messages see them that come after a decision. */
export const mandateAftermath = (deps: Dependencies): MandateAftermath => ({
  at: (tenant, place) => deps.mandates.at(tenant, place),
  stoodIn: stoodIn(deps),
  takenBack: takenBack(deps),
});
