import type { Declaration } from '../kernel/operation/declaration.ts';
import { decideAuthorization } from './decide-authorization/declaration.ts';
import { expireHold } from './expire-hold/declaration.ts';
import { getDecision } from './get-decision/declaration.ts';
import { scheduleHoldExpiry } from './schedule-hold-expiry/declaration.ts';
import { settleDoubt } from './settle-doubt/declaration.ts';

export const operations: readonly Declaration[] = [
  decideAuthorization,
  getDecision,
  scheduleHoldExpiry,
  expireHold,
  settleDoubt,
];
