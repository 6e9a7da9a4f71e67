import type { RecoveryDependencies } from '../event-recovery.ts';
import { eventRecovery } from '../event-recovery.ts';

const windowHours = 15 * 24;

/** The long look back: what 48 hours of polling could not bring, for as long as providers replay. */
export const pollIssuerEventsDaily = (deps: RecoveryDependencies): (() => Promise<void>) =>
  eventRecovery(deps, windowHours);
