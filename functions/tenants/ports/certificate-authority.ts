import type { Temporal } from 'temporal-polyfill';
import type { CertificateRequest } from '../domain/certificate-request.ts';
import type { Validity } from '../domain/client-certificate.ts';

/** The authority's own certificate under one of its keys. */
export interface AuthorityCertificate {
  readonly kid: string;
  readonly pem: string;
  readonly notAfter: Temporal.Instant;
}

/** The authority's own certificates. Each is made once, by whoever needs it first, and is the same ever after. */
export interface AuthorityCertificates {
  /** Of the key that signs. @throws TemporarilyUnavailable */
  current(): Promise<AuthorityCertificate>;
  /** Of every accepted key. @throws TemporarilyUnavailable */
  all(): Promise<readonly AuthorityCertificate[]>;
}

/** What is to be certified. */
export interface CertificateOrder {
  readonly tenantId: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly serialNumber: string;
  readonly validity: Validity;
}

export interface SignedCertificate {
  readonly pem: string;
  /** SHA-256, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
}

export interface CertificateSigner {
  /** Signs a client certificate with the authority's key. @throws TemporarilyUnavailable */
  sign(order: CertificateOrder, authority: AuthorityCertificate): Promise<SignedCertificate>;
}

export interface CertificateRequests {
  /** @returns undefined when the text is not one whole PKCS#10 request in PEM */
  read(pem: string): Promise<CertificateRequest | undefined>;
}
