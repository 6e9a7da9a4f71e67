import * as z from 'zod';
import { parseStrictJson } from '../kernel/crypto/strict-json.ts';
import { DomainError } from '../kernel/errors/domain-error.ts';
import { fromWire } from '../kernel/money/money.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';
import type { AuthorizationRequest, MessageName } from './domain/network-message.ts';
import { debitNotice } from './mandate-schemas.ts';
import { toMessageName } from './message-schemas.ts';
import type { ComingDebit } from './noticing.ts';
import { authorizationRequest, toRequest } from './request-schema.ts';

/** A third party's announcement, as it comes in. */
export interface IncomingNotice extends Omit<ComingDebit, 'cardId' | 'balanceId'> {
  readonly kind: 'mandate_notice';
  readonly message: MessageName;
  readonly occurredAt: AuthorizationRequest['occurredAt'];
}

const toNotice = (wire: z.output<typeof debitNotice>): IncomingNotice => ({
  kind: wire.type,
  message: toMessageName(wire.message),
  cardExternalId: wire.card,
  reference: wire.mandate,
  announcement: wire.message.id,
  amount: fromWire(wire.amount),
  dueAt: fromTimestamp(wire.dueAt),
  reason: wire.reason,
  occurredAt: fromTimestamp(wire.occurredAt),
});

const invalid = ({ issues }: z.ZodError): DomainError =>
  new DomainError('invalid', 'validation_failed', {
    detail: 'The message is not one of the protocol.',
    invalidFields: issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });

const isNotice = z.object({ type: z.literal('mandate_notice') });

/** What the card network sends while it waits. @throws malformed_json, validation_failed */
export const readMessage = (rawBody: Uint8Array): AuthorizationRequest | IncomingNotice => {
  const body = parseStrictJson(rawBody);
  if (isNotice.safeParse(body).success) {
    const notice = debitNotice.safeParse(body);
    if (notice.success) return toNotice(notice.data);
    throw invalid(notice.error);
  }
  const request = authorizationRequest.safeParse(body);
  if (request.success) return toRequest(request.data);
  throw invalid(request.error);
};
