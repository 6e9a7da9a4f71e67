import { withPrefix } from '../kernel/ids/ids.ts';
import type { CardMandate } from './domain/card-mandate.ts';
import { findDebit, isThere } from './domain/card-mandate.ts';
import { debitFacts, mandateRecord } from './domain/card-mandate-events.ts';
import { announcedDebit, debitFindings, isUnder } from './domain/debit-verdict.ts';
import { debitedByNetwork } from './domain/stand-in.ts';
import type { CardMandateStore } from './ports/card-mandate-store.ts';
import type { MandateMessage, StoodIn, MandateAftermath } from './ports/third-party-mandates.ts';

interface Dependencies {
  readonly mandates: Pick<CardMandateStore, 'partition' | 'replace' | 'bindDebit'>;
}

/** The announced debit; one that another authorization made is not made again, and this is one that nobody announced. */
const debitIdOf = (
  stored: CardMandate,
  { eventId, announcement, ...asked }: MandateMessage & { readonly announcement: string | undefined },
  authorizationId: string,
): string => {
  const known = announcedDebit(stored, { ...asked, announcement });
  const isFree = known !== undefined && (known.status !== 'debited' || known.authorizationId === authorizationId);
  return isFree ? known.debitId : withPrefix(eventId, 'cdb');
};

const under = (
  { mandates }: Dependencies,
  tenant: Parameters<MandateAftermath['stoodIn']>[0],
  debit: {
    readonly stored: CardMandate;
    readonly message: MandateMessage & { readonly announcement: string | undefined };
    readonly authorizationId: string;
  },
): StoodIn => {
  const { stored, message, authorizationId } = debit;
  const { amount, now, announcement } = message;
  const debitId = debitIdOf(stored, message, authorizationId);
  const named = { mandateId: stored.mandateId, debitId };
  const made = { debitId, reference: debitId, amount, authorizationId, reason: 'not announced' };
  const next = debitedByNetwork(stored, made, now);
  if (next === undefined) return { work: undefined, named, findings: [] };
  const findings = debitFindings(stored, { ...message, announcement }, { now, debitId });
  const reason = findings.find(({ passed }) => !passed)?.reason;
  const done = findDebit(next, debitId);
  const data = {
    ...(done === undefined ? { debitId } : debitFacts(done)),
    standIn: true,
    ...(reason === undefined ? {} : { disputable: reason }),
  };
  const isNew = findDebit(stored, debitId) === undefined;
  const writes = [mandates.replace(tenant, next), ...(isNew ? [mandates.bindDebit(tenant, next, debitId)] : [])];
  const record = mandateRecord(mandates.partition(tenant, next), next, { type: 'card_mandate_debit.debited', data });
  return { work: { writes, records: [record] }, named, findings };
};

/** What a debit that the network approved by itself does to its mandate. */
export const stoodIn =
  (deps: Dependencies): MandateAftermath['stoodIn'] =>
  (tenant, message, { authorizationId }) => {
    const { stored, wish, now } = message;
    const asked = { ...message, announcement: wish.act === 'debit' ? wish.announcement : undefined };
    // Who names a mandate that is not its own does nothing to it.
    return isThere(stored) && isUnder(stored, asked, now)
      ? under(deps, tenant, { stored, message: asked, authorizationId })
      : { work: undefined, named: {}, findings: debitFindings(undefined, asked, { now, debitId: '' }) };
  };
