import type { Declaration } from '../kernel/operation/declaration.ts';
import { pollIssuerEvents } from './poll-issuer-events/declaration.ts';
import { pollIssuerEventsDaily } from './poll-issuer-events-daily/declaration.ts';
import { pollPayments } from './poll-payments/declaration.ts';

export const operations: readonly Declaration[] = [pollIssuerEvents, pollIssuerEventsDaily, pollPayments];
