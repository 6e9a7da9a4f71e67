import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';

/** A client certificate as it is issued; nothing of it is secret. */
export const issuedCertificateAnswer = z
  .object({
    /** PEM. */
    certificate: z.string(),
    /** PEM of what signed it, up to the root. */
    chain: z.string(),
    /** SHA-256, 64 lower-case hexadecimal digits. */
    fingerprint: z.string(),
    expiresAt: timestamp,
  })
  .meta({ id: 'IssuedCertificate' });
