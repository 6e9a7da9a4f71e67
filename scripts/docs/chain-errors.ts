import type { Declaration, HttpDeclaration } from '../../functions/kernel/operation/declaration.ts';
import { notFoundCode } from '../../functions/kernel/operation/http/claim-key.ts';

/** A code of the http chain or of the gateway before it, and the operations it can answer. */
interface ChainError {
  readonly code: string;
  readonly meaning: string;
  readonly applies: (declaration: HttpDeclaration) => boolean;
}

const always = (): boolean => true;
const onSurface =
  (...surfaces: readonly string[]) =>
  ({ routes }: HttpDeclaration): boolean =>
    routes.some(({ surface }) => surfaces.includes(surface));
const isProtected = ({ routes }: HttpDeclaration): boolean => routes.some(({ open }) => open !== true);
const mayHaveBody = ({ routes }: HttpDeclaration): boolean => routes.some(({ method }) => method !== 'GET');
const takesKey = ({ idempotency }: HttpDeclaration): boolean => idempotency !== 'none';
const isProtectedOn =
  (...surfaces: readonly string[]) =>
  ({ routes }: HttpDeclaration): boolean =>
    routes.some(({ surface, open }) => open !== true && surfaces.includes(surface));
const isMetered = isProtectedOn('secure', 'sandbox', 'customer');
/** Customers may leave the key out. */
const needsKey = (declaration: HttpDeclaration): boolean =>
  takesKey(declaration) && declaration.routes.some(({ surface }) => surface !== 'customer');

/** In the order in which a request meets them (api.md section 2). */
export const chainErrors: readonly ChainError[] = [
  { code: 'rate_limited', meaning: 'The tenant is over its rate limit; see Retry-After.', applies: isMetered },
  { code: 'unauthenticated', meaning: 'No credential, or one that proves nobody.', applies: isProtected },
  {
    code: 'session_expired',
    meaning: "The customer's session is over.",
    applies: isProtectedOn('customer'),
  },
  {
    code: 'client_certificate_required',
    meaning: 'The tenant demands a client certificate, and none was verified.',
    applies: onSurface('secure'),
  },
  {
    code: 'forbidden_role',
    meaning: 'The role, or its tenant, may not call the operation.',
    applies: onSurface('admin'),
  },
  { code: 'payload_too_large', meaning: 'The body has more than 256 KB.', applies: mayHaveBody },
  { code: 'unsupported_media_type', meaning: 'The body is not application/json.', applies: mayHaveBody },
  {
    code: 'malformed_json',
    meaning: 'The body is no JSON, or names a member twice.',
    applies: mayHaveBody,
  },
  { code: 'idempotency_key_required', meaning: 'A change without Idempotency-Key.', applies: needsKey },
  {
    code: 'ENCRYPTION_REQUIRED',
    meaning: 'The operation answers only encrypted, or takes only encrypted requests.',
    applies: ({ encryption }) => encryption !== 'none',
  },
  { code: 'INVALID_PUBLIC_KEY', meaning: 'The Public-Key header holds no acceptable RSA key.', applies: always },
  { code: 'INVALID_PAYLOAD', meaning: 'The payload is not a JWE of the allowed form.', applies: mayHaveBody },
  {
    code: 'CANT_DECRYPT_PAYLOAD',
    meaning: 'The payload cannot be decrypted, for whatever reason.',
    applies: mayHaveBody,
  },
  { code: 'validation_failed', meaning: 'Faults of query, body or headers, all in invalidFields.', applies: always },
  { code: 'idempotency_in_progress', meaning: 'The same key is being worked on; see Retry-After.', applies: takesKey },
  {
    code: 'idempotency_key_reused',
    meaning: 'The key belongs to a request with another method, route or body.',
    applies: takesKey,
  },
  {
    code: 'concurrent_change',
    meaning: 'Another change came between reading and writing.',
    applies: ({ access }) => access === 'write',
  },
  {
    code: 'temporarily_unavailable',
    meaning: 'A dependency does not answer, or the outcome is unknown: repeat with the same key.',
    applies: always,
  },
];

/** Ends every chain; nothing of its cause leaves. */
export const defectCode = 'internal_error';

const addressed = ({ params }: HttpDeclaration): readonly string[] =>
  Object.values(params).flatMap((prefix) => (prefix === 'text' ? [] : [notFoundCode(prefix)]));

/** Codes that a caller of the operation can see, without `internal_error`, in no particular order. */
export const errorCodesOf = (declaration: Declaration): readonly string[] => {
  if (declaration.kind !== 'http') return [...new Set(declaration.errors)];
  const chain = chainErrors.filter(({ applies }) => applies(declaration)).map((error) => error.code);
  return [...new Set([...chain, ...addressed(declaration), ...declaration.errors])];
};
