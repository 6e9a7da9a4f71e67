import * as z from 'zod';
import { defineItem, wholeNumber } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import { shiftedClock } from '../../../kernel/time/clock.ts';

export const clockItem = defineItem({
  name: 'twin_clock',
  subdomain: 'sandbox',
  summary: "How far a program's clock at the twin is ahead of real time.",
  keys: { pk: 'T#<program>#CLOCK', sk: 'CLOCK' },
  schema: z.object({ offsetSeconds: wholeNumber }),
});

const keyOf = (program: TenantContext) => ({ pk: tenantKey(program, 'CLOCK'), sk: 'CLOCK' });

/** Business time of programs. Signatures and webhook delivery stay on real time. */
export interface ProgramClocks {
  of(program: TenantContext): Promise<Clock>;
  /** @param offsetSeconds whole seconds ahead of real time, 0 or more */
  set(program: TenantContext, offsetSeconds: number): Promise<void>;
}

export const programClocks = (table: Table, realTime: Clock): ProgramClocks => ({
  of: async (program) => {
    const stored = await table.get(keyOf(program));
    return stored === undefined ? realTime : shiftedClock(realTime, clockItem.decode(stored).offsetSeconds);
  },
  set: async (program, offsetSeconds) => {
    await table.write({ kind: 'put', item: clockItem.encode(keyOf(program), { offsetSeconds }) });
  },
});
