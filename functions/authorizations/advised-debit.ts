import type { MandateAftermath } from '../card-mandates/ports/third-party-mandates.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import { mandateChecks } from './domain/mandate-checks.ts';
import { checkEvidence } from './evidence.ts';
import type { Remark } from './message-records.ts';
import type { CardMessageDependencies, Subject } from './message-subject.ts';

type Message = Parameters<MandateAftermath['stoodIn']>[1];

/** Of a payee that the network does not name, nothing is known that a mandate could be held against. */
const nobody = { name: '', mcc: '', country: '' };

const messageOf = (subject: Subject, asked: Pick<Message, 'wish' | 'amount' | 'stored'>): Message => {
  const { message, existing, state, cardId, cardExternalId, balanceId, eventId } = subject;
  const chain = state.card?.countedAs ?? cardExternalId;
  const merchant = message.merchant ?? existing?.merchant ?? nobody;
  return { ...asked, cardId, balanceId, chain, merchant, eventId, now: message.occurredAt };
};

/**
 * What an advice does to the mandate that it names: the network approved a third party's debit by itself, so that it
 * happened. Where the mandate does not allow it, the message's record says why and keeps the checks.
 */
export const advisedDebit = async (
  { mandates }: Pick<CardMessageDependencies, 'mandates'>,
  subject: Subject,
): Promise<Pick<Work, 'writes' | 'records'> & { readonly remark?: Remark }> => {
  const { message, context, balanceId, authorizationId } = subject;
  if (message.kind !== 'advice' || message.mandate === undefined) return { writes: [], records: [] };
  const { amount, mandate } = message;
  const stored = await mandates.at(context.tenant, { balanceId, reference: mandate.reference });
  const asked = messageOf(subject, { wish: { act: 'debit', ...mandate }, amount, stored });
  const { work, named, findings } = mandates.stoodIn(context.tenant, asked, { authorizationId });
  const checks = mandateChecks({ findings, liftsControls: false });
  const reason = checks.find(({ outcome }) => outcome === 'failed')?.reason;
  const facts = { ...named, ...(reason === undefined ? {} : { disputable: reason }) };
  const evidence = checks.length === 0 ? undefined : checkEvidence({ checks, wouldPassWith: undefined });
  return { writes: [], records: [], ...work, remark: { facts, evidence } };
};
