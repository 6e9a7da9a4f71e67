import { parseStrictJson } from '../kernel/crypto/strict-json.ts';
import { DomainError } from '../kernel/errors/domain-error.ts';
import type { AuthorizationRequest, DebitNotice } from './domain/network-message.ts';
import { announces, debitNotice, toNotice } from './mandate-schemas.ts';
import { authorizationRequest, toRequest } from './request-schema.ts';

interface Faults {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

const invalid = ({ issues }: Faults): DomainError =>
  new DomainError('invalid', 'validation_failed', {
    detail: 'The message is not one of the protocol.',
    invalidFields: issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });

/** What the card network sends while it waits. @throws malformed_json, validation_failed */
export const readMessage = (rawBody: Uint8Array): AuthorizationRequest | DebitNotice => {
  const body = parseStrictJson(rawBody);
  if (announces.safeParse(body).success) {
    const notice = debitNotice.safeParse(body);
    if (notice.success) return toNotice(notice.data);
    throw invalid(notice.error);
  }
  const request = authorizationRequest.safeParse(body);
  if (request.success) return toRequest(request.data);
  throw invalid(request.error);
};
