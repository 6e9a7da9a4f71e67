import * as z from 'zod';
import { text } from '../kernel/http/schemas.ts';
import { isOnCurve } from './domain/device-key.ts';

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes as base64url without padding');

/**
 * The public half of a P-256 key. What exporters add to say that it verifies ES256 is taken and dropped; a private part
 * is an unknown field.
 */
const publicKeyJwk = z
  .strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: coordinate,
    y: coordinate,
    alg: z.literal('ES256').optional(),
    use: z.literal('sig').optional(),
    key_ops: z.array(z.literal('verify')).max(1).optional(),
    ext: z.boolean().optional(),
    kid: text(128).optional(),
  })
  .refine(isOnCurve, 'must be a point of the curve P-256')
  .transform(({ kty, crv, x, y }) => ({ kty, crv, x, y }));

/** What pairs a device. A code of any form is looked up: what is no code is answered like a wrong one. */
export const pairingBody = z.strictObject({
  pairingCode: text(128),
  deviceId: text(128),
  publicKeyJwk,
  name: text(60).optional(),
});
