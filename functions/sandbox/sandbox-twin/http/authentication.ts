import * as z from 'zod';
import { verify } from '../../../kernel/crypto/hmac.ts';
import type { UrlInput } from '../../../kernel/operation/url-operation.ts';
import type { SecretStore } from '../../../kernel/platform/platform.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import { programOf } from '../storage/program.ts';
import { Refusal } from './refusal.ts';

export const requestSecret = 'issuer-request-signing';
export const controlSecret = 'sandbox-control';

const headers = z.object({
  'x-request-id': z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  'x-program': z.string().regex(/^[A-Za-z0-9_]{1,64}$/),
  'x-timestamp': z.string().regex(/^\d{1,12}$/),
  'x-signature': z.string().regex(/^v1=[0-9a-f]{64}$/),
});

const toleranceSeconds = 300;

/**
 * Proves that the platform sent this request for this program: path, program and bytes are all signed.
 * @throws Refusal 401 `signature_invalid`, one answer for every cause
 */
export const authenticate =
  (secretName: string, { secrets, clock }: { secrets: SecretStore; clock: Clock }) =>
  async ({ headers: sent, path, rawBody }: UrlInput): Promise<TenantContext> => {
    const read = headers.safeParse(sent);
    if (!read.success) throw new Refusal(401, 'signature_invalid');
    const {
      'x-request-id': requestId,
      'x-program': program,
      'x-timestamp': timestamp,
      'x-signature': given,
    } = read.data;
    const age = Math.abs(clock.now().epochMilliseconds / 1000 - Number(timestamp));
    const signed = Buffer.concat([Buffer.from(`${timestamp}.${requestId}.${program}.${path}.`), rawBody]);
    const isRight = verify(given.slice('v1='.length), await secrets.values(secretName), signed);
    if (!isRight || age > toleranceSeconds) throw new Refusal(401, 'signature_invalid');
    return programOf(program);
  };
