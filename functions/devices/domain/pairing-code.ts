import type { Temporal } from 'temporal-polyfill';

export const pairingStatuses = ['open', 'used'] as const;

/** How long a code pairs a device, in minutes of real time. */
export const pairingMinutes = 10;

/** How many codes a customer gets in one hour of real time. */
export const codesPerHour = 10;

/** A customer's permission to pair one device, once. */
export interface PairingCode {
  readonly pairingId: string;
  readonly customerId: string;
  /** The installation that the code makes: one code, one installation. */
  readonly installationId: string;
  /** Keyed hash of the code; the code itself is nowhere. */
  readonly hash: string;
  readonly status: (typeof pairingStatuses)[number];
  readonly validUntil: Temporal.Instant;
}

/** Without the letters that are taken for digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes in a code: five bits of each count, 130 bits in all, more than anybody can guess. */
export const codeBytes = 26;

export const codeOf = (random: Uint8Array): string =>
  Array.from(random, (byte) => alphabet[byte % alphabet.length]).join('');

export const issueCode = (
  issued: Pick<PairingCode, 'pairingId' | 'customerId' | 'installationId' | 'hash'>,
  now: Temporal.Instant,
): PairingCode => ({ ...issued, status: 'open', validUntil: now.add({ minutes: pairingMinutes }) });
