import type * as z from 'zod';
import { decryptMessage } from '../../crypto/jwe-decrypt.ts';
import { parsePublicKey } from '../../crypto/jwe-encrypt.ts';
import { parseStrictJson } from '../../crypto/strict-json.ts';
import type { InvalidField } from '../../errors/domain-error.ts';
import { DomainError } from '../../errors/domain-error.ts';
import type { KeyRing } from '../../platform/platform.ts';
import { checkBodySize } from '../body-size.ts';
import type { Exchange } from './exchange.ts';
import { established } from './exchange.ts';

const bodyText = ({ event }: Exchange): string => {
  const { body, isBase64Encoded } = event;
  if (body === null || body === '') return '';
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
};

export const checkSize = (exchange: Exchange): void => {
  checkBodySize(Buffer.byteLength(bodyText(exchange)));
};

export const checkContentType = (exchange: Exchange): void => {
  if (bodyText(exchange) === '') return;
  const [mediaType = ''] = (exchange.headers['content-type'] ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    throw new DomainError('unsupported_media_type', 'unsupported_media_type', { detail: 'Send application/json.' });
  }
};

export const parseBody = (exchange: Exchange): void => {
  const text = bodyText(exchange);
  exchange.body = text === '' ? undefined : parseStrictJson(text);
};

const keyPattern = /^[\u0021-\u007e]{1,255}$/u;

/** Required on every change of the secure, admin and sandbox surfaces, honoured elsewhere (api.md section 2). */
export const readIdempotencyKey = (exchange: Exchange): void => {
  const { declaration, headers } = exchange;
  if (declaration.idempotency === 'none') return;
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') {
    if (established(exchange.route, 'route').surface === 'customer') return;
    throw new DomainError('invalid', 'idempotency_key_required', {
      detail: 'Send an Idempotency-Key header of 1 to 255 visible ASCII characters.',
    });
  }
  if (!keyPattern.test(key)) {
    throw new DomainError('invalid', 'validation_failed', {
      detail: 'The Idempotency-Key is not valid.',
      invalidFields: [{ path: 'Idempotency-Key', message: '1 to 255 visible ASCII characters' }],
    });
  }
  exchange.idempotencyKey = key;
};

const asked = (value: string | undefined): boolean => value?.trim().toLowerCase() === 'true';

/** JWE in and out (api.md section 3): what is demanded, what is asked for, and the caller's key. */
export const decryptRequest =
  (keys: KeyRing | undefined) =>
  async (exchange: Exchange): Promise<void> => {
    const { declaration, headers } = exchange;
    const both = asked(headers['encrypted-request']);
    const response = both || asked(headers['encrypt-response']);
    const satisfied = declaration.encryption === 'both' ? both : response;
    if (declaration.encryption !== 'none' && !satisfied) {
      throw new DomainError('invalid', 'ENCRYPTION_REQUIRED', {
        detail:
          declaration.encryption === 'both'
            ? 'Send Encrypted-Request: true, a Public-Key and an encrypted body.'
            : 'Send Encrypt-Response: true and a Public-Key.',
      });
    }
    if (!response) return;
    exchange.encryptResponseTo = parsePublicKey(headers['public-key']);
    if (both && exchange.body !== undefined) exchange.body = await decryptBody(exchange, keys);
  };

const decryptBody = async ({ declaration, body }: Exchange, keys: KeyRing | undefined): Promise<unknown> => {
  if (keys !== undefined) return parseDecrypted(await decryptMessage(payloadOf(body), keys));
  if (declaration.body !== null) throw new Error('this operation has no message keys');
  // No body is taken here; what came all the same is refused with the other faults of the request.
  return body;
};

const payloadOf = (body: unknown): unknown =>
  typeof body === 'object' &&
  body !== null &&
  !Array.isArray(body) &&
  Object.keys(body).length === 1 &&
  'payload' in body
    ? body.payload
    : undefined;

/** Past the decryption every fault has the same answer, so that nothing can be learnt from it. */
const parseDecrypted = (plaintext: Uint8Array): unknown => {
  try {
    return parseStrictJson(plaintext);
  } catch {
    throw new DomainError('invalid', 'CANT_DECRYPT_PAYLOAD', { detail: 'The payload cannot be decrypted.' });
  }
};

const faultsOf = (error: z.ZodError, root: string): readonly InvalidField[] =>
  error.issues.flatMap((issue) => {
    const path = [...(root === '' ? [] : [root]), ...issue.path.map(String)].join('.');
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: 'unknown field' }))
      : [{ path, message: issue.message }];
  });

interface Checked {
  readonly value: unknown;
  readonly faults: readonly InvalidField[];
}

const check = (schema: z.ZodType, value: unknown, root: string): Checked => {
  const result = schema.safeParse(value);
  return result.success
    ? { value: result.data, faults: [] }
    : { value: undefined, faults: faultsOf(result.error, root) };
};

const checkBody = ({ declaration, body }: Exchange): Checked => {
  if (declaration.body !== null) return check(declaration.body, body === undefined ? {} : body, '');
  const empty = body === undefined || (typeof body === 'object' && body !== null && Object.keys(body).length === 0);
  return empty
    ? { value: undefined, faults: [] }
    : { value: undefined, faults: [{ path: '', message: 'this operation takes no body' }] };
};

/** All faults of query and body at once (api.md section 2: `invalidFields` names every fault). */
export const validate = (exchange: Exchange): void => {
  const query = check(exchange.declaration.query, exchange.event.queryStringParameters ?? {}, 'query');
  const body = checkBody(exchange);
  const invalidFields = [...query.faults, ...body.faults];
  if (invalidFields.length > 0) {
    throw new DomainError('invalid', 'validation_failed', { detail: 'The request has faults.', invalidFields });
  }
  exchange.parsedQuery = query.value;
  exchange.parsedBody = body.value;
};
