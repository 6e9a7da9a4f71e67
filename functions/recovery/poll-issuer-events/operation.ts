import type { RecoveryDependencies } from '../event-recovery.ts';
import { eventRecovery } from '../event-recovery.ts';

const windowHours = 48;

/** The gap poller: what no webhook brought is found within 15 minutes, for 48 hours. */
export const pollIssuerEvents = (deps: RecoveryDependencies): (() => Promise<void>) => eventRecovery(deps, windowHours);
