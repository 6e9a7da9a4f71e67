import type { RecordDraft } from '../../kernel/events/record.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { ClientCertificate } from './client-certificate.ts';

/** The record of a certificate's change: which one, and until when it is good. */
export const certificateChanged = (
  partition: string,
  certificate: ClientCertificate,
  type: 'certificate.issued' | 'certificate.revoked',
): RecordDraft => ({
  resource: { type: 'certificate', id: certificate.fingerprint },
  partition,
  sequence: certificate.sequence,
  type,
  data: {
    fingerprint: certificate.fingerprint,
    serialNumber: certificate.serialNumber,
    status: certificate.status,
    expiresAt: toTimestamp(certificate.notAfter),
  },
});
