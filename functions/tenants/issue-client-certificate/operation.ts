import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import { certificateChanged } from '../domain/certificate-events.ts';
import { acceptRequest } from '../domain/certificate-request.ts';
import type { ClientCertificate } from '../domain/client-certificate.ts';
import { clientValidity, serialBytes, serialNumberOf } from '../domain/client-certificate.ts';
import type { AuthorityCertificates, CertificateRequests, CertificateSigner } from '../ports/certificate-authority.ts';
import type { ClientCertificateStore } from '../ports/client-certificate-store.ts';
import type { issueClientCertificate as declaration } from './declaration.ts';

interface Dependencies {
  readonly requests: CertificateRequests;
  readonly authority: Pick<AuthorityCertificates, 'current'>;
  readonly signer: CertificateSigner;
  readonly certificates: ClientCertificateStore;
  readonly unitOfWork: UnitOfWork;
  readonly random: RandomSource;
  /** Real time: certificates are checked by machines that know no tenant's clock. */
  readonly clock: Clock;
}

/**
 * Issues a client certificate (AN-13).
 *
 * In: a certificate signing request in PEM. Out: the certificate, what signed it, its fingerprint, its end.
 * 1. Read the request; refuse a weak key, a weak or wrong signature, an unfit subject.
 * 2. Sign the key as this tenant's, with a serial number of our own, for a year.
 * 3. Commit certificate, record `certificate.issued` and idempotency key together: from then on the door knows it.
 *
 * A signature that was never committed opens nothing, so a try that was cut off leaves nothing to undo.
 */
export const issueClientCertificate =
  (dependencies: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { requests, authority, signer, certificates, unitOfWork, random, clock } = dependencies;
    const { tenant } = context;
    const { spki } = acceptRequest(await requests.read(body.csr));
    const issuedAt = clock.now();
    const issuer = await authority.current();
    const validity = clientValidity(issuedAt, issuer.notAfter);
    const serialNumber = serialNumberOf(random.bytes(serialBytes));
    const { pem, fingerprint } = await signer.sign({ tenantId: tenant.tenantId, spki, serialNumber, validity }, issuer);
    const { notAfter } = validity;
    const facts = { fingerprint, serialNumber, authorityKid: issuer.kid, issuedAt, notAfter };
    const certificate: ClientCertificate = { ...facts, status: 'live', sequence: 1 };
    const work = {
      writes: [certificates.create(tenant, certificate)],
      records: [certificateChanged(certificates.partition(tenant, fingerprint), certificate, 'certificate.issued')],
    };
    const answer = { certificate: pem, chain: issuer.pem, fingerprint, expiresAt: toTimestamp(notAfter) };
    return unitOfWork.commit(context, work, answer);
  };
