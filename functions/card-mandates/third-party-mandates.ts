import { withPrefix } from '../kernel/ids/ids.ts';
import type { CardMandate } from './domain/card-mandate.ts';
import { findDebit, isThere } from './domain/card-mandate.ts';
import { debitFacts, mandateRecord } from './domain/card-mandate-events.ts';
import { debited, declined } from './domain/debit-life.ts';
import {
  announcedDebit,
  controlsAreLifted,
  debitFindings,
  isUnder,
  registrationFindings,
} from './domain/debit-verdict.ts';
import { registered } from './domain/registration.ts';
import type { CardMandateStore } from './ports/card-mandate-store.ts';
import type { MandateMessage, MandateWork, ThirdPartyMandates } from './ports/third-party-mandates.ts';

interface Dependencies {
  readonly mandates: Pick<CardMandateStore, 'partition' | 'at' | 'create' | 'replace' | 'bindDebit'>;
}

type Tenant = Parameters<ThirdPartyMandates['approved']>[0];

/** The message's debit: the one that was announced, else one that begins with this message. */
const debitIdOf = ({ wish, stored, eventId, ...asked }: MandateMessage): string => {
  const announcement = wish.act === 'debit' ? wish.announcement : undefined;
  const known = stored === undefined ? undefined : announcedDebit(stored, { ...asked, announcement });
  return known?.debitId ?? withPrefix(eventId, 'cdb');
};

const seenBy = (message: MandateMessage): MandateMessage =>
  isThere(message.stored) ? message : { ...message, stored: undefined };

const weigh: ThirdPartyMandates['weigh'] = (message) => {
  const { wish, stored, now, ...asked } = message;
  if (wish.act === 'register') return { findings: registrationFindings(stored, wish, now), liftsControls: false };
  const debit = { ...asked, announcement: wish.announcement };
  const findings = debitFindings(stored, debit, { now, debitId: debitIdOf(message) });
  return { findings, liftsControls: controlsAreLifted(findings, now) };
};

const registration = (
  { mandates }: Dependencies,
  tenant: Tenant,
  {
    customerId,
    ...message
  }: MandateMessage & { readonly wish: { readonly act: 'register' }; readonly customerId: string },
): MandateWork => {
  const { wish, stored, eventId, cardId, balanceId, chain, now } = message;
  const { authentication: afa } = wish;
  if (afa === undefined) throw new Error('a registration without proof was approved');
  const mandateId = withPrefix(eventId, 'cmd');
  const named = { mandateId, customerId, balanceId, cardId, chain, afa, createdAt: now };
  const mandate = registered(wish.terms, named, stored);
  const data = { authentication: { method: afa.method, reference: afa.reference } };
  return {
    writes:
      stored === undefined
        ? mandates.create(tenant, mandate)
        : [mandates.replace(tenant, mandate), mandates.bindDebit(tenant, mandate, mandateId)],
    records: [mandateRecord(mandates.partition(tenant, mandate), mandate, { type: 'card_mandate.registered', data })],
    named: { mandateId },
  };
};

const debit = (
  { mandates }: Dependencies,
  tenant: Tenant,
  {
    message,
    stored,
    authorizationId,
  }: { readonly message: MandateMessage; readonly stored: CardMandate; readonly authorizationId: string },
): MandateWork => {
  const { wish, amount, eventId, now } = message;
  const debitId = debitIdOf(message);
  const isNew = findDebit(stored, debitId) === undefined;
  const reference = (wish.act === 'debit' ? wish.announcement : undefined) ?? withPrefix(eventId, 'cdb');
  const next = debited(stored, { debitId, reference, amount, authorizationId }, now);
  const done = findDebit(next, debitId);
  const data = done === undefined ? { debitId } : debitFacts(done);
  return {
    writes: [mandates.replace(tenant, next), ...(isNew ? [mandates.bindDebit(tenant, next, debitId)] : [])],
    records: [mandateRecord(mandates.partition(tenant, next), next, { type: 'card_mandate_debit.debited', data })],
    named: { mandateId: next.mandateId, debitId },
  };
};

/**
 * Mandates as decisions on payments see them. A mandate's version is part of the decision's transaction, so that a debit
 * and a withdrawal, a skip or another debit exclude each other.
 */
export const thirdPartyMandates = (deps: Dependencies): ThirdPartyMandates => ({
  at: (tenant, place) => deps.mandates.at(tenant, place),
  // Of a debit, a registration that was taken back is none.
  weigh: (message) => weigh(message.wish.act === 'debit' ? seenBy(message) : message),
  approved: (tenant, message, { customerId, authorizationId }) => {
    const { wish, stored } = message;
    if (wish.act === 'register') return registration(deps, tenant, { ...message, wish, customerId });
    if (!isThere(stored)) throw new Error('a debit without mandate was approved');
    return debit(deps, tenant, { message, stored, authorizationId });
  },
  declined: (tenant, message, reason) => {
    const { wish, stored, now } = message;
    if (wish.act === 'register' || !isThere(stored)) return undefined;
    const { mandates } = deps;
    const asked = { ...message, announcement: wish.announcement };
    // Who names a mandate that is not its own says nothing about it.
    if (!isUnder(stored, asked, now)) return undefined;
    const known = announcedDebit(stored, asked);
    const next = declined(stored, { debitId: known?.debitId, reason }, now);
    const data = { reason, ...(known === undefined ? {} : debitFacts(known)) };
    return {
      writes: [mandates.replace(tenant, next)],
      records: [mandateRecord(mandates.partition(tenant, next), next, { type: 'card_mandate_debit.declined', data })],
      named: { mandateId: next.mandateId, ...(known === undefined ? {} : { debitId: known.debitId }) },
    };
  },
});
