import type { Temporal } from 'temporal-polyfill';
import type { DeviceKey } from './device-key.ts';

/** `replaced`: the same device was paired again. */
export const installationStatuses = ['active', 'replaced', 'unpaired'] as const;
export type InstallationStatus = (typeof installationStatuses)[number];

/** The tenant's app on one device of one customer. A device has at most one that is active (AN-06). */
export interface Installation {
  readonly installationId: string;
  readonly customerId: string;
  /** The device as its app names it; the same after the app was installed again. */
  readonly deviceId: string;
  readonly name?: string | undefined;
  /** Proves that a request comes from the device; its private part never leaves it. */
  readonly key: DeviceKey;
  readonly status: InstallationStatus;
  readonly pairedAt: Temporal.Instant;
  /** Real time; set once it is not active any more. */
  readonly endedAt?: Temporal.Instant | undefined;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

export const install = (
  paired: Pick<Installation, 'installationId' | 'customerId' | 'deviceId' | 'name' | 'key'>,
  now: Temporal.Instant,
): Installation => ({ ...paired, status: 'active', pairedAt: now, sequence: 1 });

/** The installation once nothing it signs counts any more. */
export const end = (
  installation: Installation,
  status: Exclude<InstallationStatus, 'active'>,
  now: Temporal.Instant,
): Installation => ({ ...installation, status, endedAt: now, sequence: installation.sequence + 1 });
