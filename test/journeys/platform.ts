import type { StaffRole } from '../../functions/kernel/operation/declaration.ts';
import type { PlatformFile } from '../../local/platform-file.ts';

/**
 * A running platform as the stories see it: addresses and credentials, whether it runs in this process or was
 * deployed by the CDK.
 */
export interface JourneyPlatform extends PlatformFile {
  /** An ID token of a member of staff of a tenant, or of `platform`. */
  staffToken(member: { role: StaffRole; tenant: string }): Promise<string>;
  /** The secret with which the issuing side signs its events. */
  webhookSecret(): Promise<string>;
  /** Runs an operation that has a schedule, without waiting for its next run. */
  runScheduled(operationId: string): Promise<void>;
}

/** A journey that the platform has to carry, and the requirements it proves. */
export interface Story {
  /** A sentence that starts with the ids of the requirements. */
  readonly title: string;
  /** Bound in ms where a minute is too short. */
  readonly timeoutMs?: number;
  readonly run: (platform: JourneyPlatform) => Promise<void>;
}
