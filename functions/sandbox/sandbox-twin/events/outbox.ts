import type { Temporal } from 'temporal-polyfill';
import { monotonicFactory } from 'ulid';
import type { TableWrite } from '../../../kernel/persistence/table.ts';
import type { RandomSource } from '../../../kernel/platform/platform.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { ProviderName } from '../faults/fault.ts';
import { drawWebhookFault } from '../faults/fault.ts';
import type { FaultPlans } from '../faults/fault-plans.ts';
import { putNew } from '../storage/commit.ts';
import type { TwinEvent } from './event-items.ts';
import { eventItem, eventKey, isPaymentEvent, pendingItem, pendingKey } from './event-items.ts';

/** What happened; commits with the state that it is about. */
export interface Happening {
  readonly type: TwinEvent['type'];
  readonly reference: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The program's time; now by default. */
  readonly occurredAt?: Temporal.Instant;
}

/** An event on its way into the outbox. */
export interface Announcement {
  readonly eventId: string;
  readonly writes: readonly TableWrite[];
  /** How long a fault lets others pass; 0 when none does. */
  readonly heldBackMs: number;
}

export interface Outbox {
  /** The writes that make an event sure to be sent, unless a fault drops it: then it is in the log alone. */
  writes(program: TenantContext, happening: Happening): Promise<Announcement>;
}

/** Whose events these are. */
export const providerOf = (type: TwinEvent['type']): ProviderName => {
  if (isPaymentEvent(type)) return 'payment';
  if (type === 'kyc.completed') return 'kyc';
  return type === 'bank_transfer.returned' ? 'bank' : 'issuer';
};

interface Dependencies {
  readonly realTime: Clock;
  readonly clocks: ProgramClocks;
  readonly plans: FaultPlans;
  readonly random: RandomSource;
  /** How long a reordered event lets others pass. */
  readonly reorderMs: number;
}

export const outbox = ({ realTime, clocks, plans, random, reorderMs }: Dependencies): Outbox => {
  const ulid = monotonicFactory(() => (random.bytes(1)[0] ?? 0) / 256);
  return {
    writes: async (program, { type, reference, data, ...happening }) => {
      const now = realTime.now();
      const occurredAt = happening.occurredAt ?? (await clocks.of(program)).now();
      const fault = drawWebhookFault(await plans.of(program, providerOf(type)), random);
      const heldBackMs = fault === 'reorder' ? reorderMs : 0;
      const eventId = `pev_${ulid(now.epochMilliseconds).toLowerCase()}`;
      const event: TwinEvent = {
        eventId,
        type,
        reference,
        occurredAt,
        data: JSON.stringify(data),
        status: fault === 'drop' ? 'given_up' : 'pending',
        attempts: 0,
      };
      const logged = putNew(eventItem.encode(eventKey(program, eventId), event));
      if (fault === 'drop') return { eventId, heldBackMs, writes: [logged] };
      const pending = {
        eventId,
        attempts: 0,
        copies: fault === 'duplicate' ? 2 : 1,
        notBefore: now.add({ milliseconds: heldBackMs }),
      };
      return {
        eventId,
        heldBackMs,
        writes: [logged, putNew(pendingItem.encode(pendingKey(program, eventId), pending))],
      };
    },
  };
};
