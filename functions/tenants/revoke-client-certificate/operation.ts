import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { certificateChanged } from '../domain/certificate-events.ts';
import { readFingerprint, revokeCertificate } from '../domain/client-certificate.ts';
import type { ClientCertificateStore } from '../ports/client-certificate-store.ts';
import type { revokeClientCertificate as declaration } from './declaration.ts';

interface Dependencies {
  readonly certificates: ClientCertificateStore;
  readonly unitOfWork: UnitOfWork;
  /** Real time. */
  readonly clock: Clock;
}

/**
 * Revokes a client certificate (AN-13).
 *
 * In: its fingerprint, as the platform or OpenSSL writes it. Out: nothing; the certificate opens nothing from the next
 * request on, because every request reads it. The last live one may be revoked too.
 * 1. Mark the certificate.
 * 2. Commit it with record `certificate.revoked` and the idempotency key. A revoked one stays as it is.
 */
export const revokeClientCertificate =
  ({ certificates, unitOfWork, clock }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant } = context;
    const certificate = await certificates.find(tenant, readFingerprint(params.fingerprint));
    if (certificate === undefined) throw new NotFound('certificate_not_found');
    const revoked = revokeCertificate(certificate, clock.now());
    const partition = certificates.partition(tenant, certificate.fingerprint);
    const changed = revoked !== certificate;
    const work = {
      writes: changed ? [certificates.replace(tenant, revoked)] : [],
      records: changed ? [certificateChanged(partition, revoked, 'certificate.revoked')] : [],
    };
    return unitOfWork.commit(context, work, undefined);
  };
