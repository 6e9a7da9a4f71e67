import type { Declaration } from '../kernel/operation/declaration.ts';
import { getEvent } from './get-event/declaration.ts';
import { listEvents } from './list-events/declaration.ts';
import { relayRecords } from './relay-records/declaration.ts';

export const operations: readonly Declaration[] = [relayRecords, listEvents, getEvent];
