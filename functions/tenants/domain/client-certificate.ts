import type { Temporal } from 'temporal-polyfill';

/** A certificate by which a tenant's servers prove themselves at the door with mutual TLS. */
export interface ClientCertificate {
  /** SHA-256 of the certificate, 64 lower-case hexadecimal digits: its name. */
  readonly fingerprint: string;
  readonly serialNumber: string;
  /** Key id of the authority that signed it. */
  readonly authorityKid: string;
  readonly status: 'live' | 'revoked';
  readonly issuedAt: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
  readonly revokedAt?: Temporal.Instant | undefined;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

/** The certificate, revoked for good; a revoked one as it is. */
export const revokeCertificate = (certificate: ClientCertificate, now: Temporal.Instant): ClientCertificate =>
  certificate.status === 'revoked'
    ? certificate
    : { ...certificate, status: 'revoked', revokedAt: now, sequence: certificate.sequence + 1 };

/** From when until when a certificate is good. */
export interface Validity {
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
}

const clientDays = 365;
const authorityDays = 3_650;
/** Clocks of servers differ; a certificate must not look unborn to one that is late. */
const toleratedMinutes = 5;

const wholeSeconds = (instant: Temporal.Instant): Temporal.Instant =>
  instant.round({ smallestUnit: 'second', roundingMode: 'floor' });

const validFrom = (now: Temporal.Instant, days: number): Validity => ({
  notBefore: wholeSeconds(now.subtract({ minutes: toleratedMinutes })),
  notAfter: wholeSeconds(now.add({ hours: days * 24 })),
});

/** Ten years of real time. */
export const authorityValidity = (now: Temporal.Instant): Validity => validFrom(now, authorityDays);

/**
 * A year of real time, or less: no certificate is good for longer than its authority's.
 * @param authorityEnds end of the authority's own certificate
 */
export const clientValidity = (now: Temporal.Instant, authorityEnds: Temporal.Instant): Validity => {
  const wished = validFrom(now, clientDays);
  const isTooLong = wished.notAfter.epochMilliseconds > authorityEnds.epochMilliseconds;
  return isTooLong ? { ...wished, notAfter: authorityEnds } : wished;
};

/** A serial number from random bytes: positive, and as long as the bytes are. */
export const serialNumberOf = (random: Uint8Array): string =>
  Buffer.from(random.map((byte, position) => (position === 0 ? (byte & 0x3f) | 0x40 : byte))).toString('hex');

/** Bytes of a serial number: more than anybody can guess or meet twice. */
export const serialBytes = 16;

/** What people and tools write with colons or in capitals is the same fingerprint. */
export const readFingerprint = (text: string): string => text.replaceAll(':', '').toLowerCase();
