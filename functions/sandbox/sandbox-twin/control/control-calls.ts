import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import { toTimestamp } from '../../../kernel/time/clock.ts';
import type { Delivery } from '../events/delivery.ts';
import { eventItem, eventKey } from '../events/event-items.ts';
import { faultKinds, providerNames } from '../faults/fault.ts';
import type { FaultPlans } from '../faults/fault-plans.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import type { ProgramClocks } from './program-clock.ts';

const maxOffsetSeconds = 20 * 366 * 24 * 3600;
const clockSetting = z.strictObject({ offsetSeconds: z.int().min(0).max(maxOffsetSeconds) });
const faultSetting = z.strictObject({
  provider: z.enum(providerNames),
  rate: z.number().min(0).max(1),
  kinds: z.array(z.enum(faultKinds)).max(faultKinds.length),
});
const nothing = z.strictObject({});
const eventsAfter = z.strictObject({ after: z.string().max(80).optional(), limit: z.int().min(1).max(100) });

interface Dependencies {
  readonly table: Table;
  readonly clocks: ProgramClocks;
  readonly plans: FaultPlans;
  readonly delivery: Delivery;
}

/** What steers the twin; no provider has these. */
export const controlCalls = (deps: Dependencies): Record<'setClock' | 'setFaults' | 'pending' | 'events', Call> => ({
  setClock: async (program, body) => {
    const { offsetSeconds } = readBody(clockSetting, body);
    await deps.clocks.set(program, offsetSeconds);
    return { status: 200, body: { offsetSeconds } };
  },
  setFaults: async (program, body) => {
    const { provider, ...plan } = readBody(faultSetting, body);
    await deps.plans.set(program, provider, plan);
    return { status: 200, body: { provider, ...plan } };
  },
  pending: async (program, body) => {
    readBody(nothing, body);
    await deps.delivery.sendDue(program, 1);
    return { status: 200, body: { pending: await deps.delivery.pending(program) } };
  },
  events: async (program, body) => {
    const { after, limit } = readBody(eventsAfter, body);
    const { pk } = eventKey(program, '');
    const page = await deps.table.query({ pk, limit, ...(after === undefined ? {} : { sk: { after } }) });
    const events = page.items.map((item) => {
      const { eventId, type, reference, occurredAt, data, status } = eventItem.decode(item);
      return {
        eventId,
        type,
        reference,
        occurredAt: toTimestamp(occurredAt),
        data: z.unknown().parse(JSON.parse(data)),
        status,
      };
    });
    return { status: 200, body: { events } };
  },
});
