import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { fromTimestamp, toTimestamp } from '../../../kernel/time/clock.ts';
import type { Announcement, Happening, Outbox } from '../events/outbox.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Plastic } from '../issuer/plastic-items.ts';
import { findPlastic, noPlastic, plasticIdOf, plasticStatuses, putPlastic } from '../issuer/plastic-items.ts';
import type { Ordering } from '../network/ordering.ts';
import type { ProgramClocks } from './program-clock.ts';

const name = z.string().min(1).max(80);
const word = z.string().min(1).max(64);
const asked = z.strictObject({
  /** Names this order: the same again is the same event, not a second one. */
  reference: name,
  /** The platform's id of the order of the plastic. */
  orderReference: name,
  item: z.enum(['card', 'pin_mailer']),
  status: word,
  carrier: word.optional(),
  trackingNumber: word.optional(),
  at: z.iso.datetime({ offset: true }).optional(),
});

type Asked = z.output<typeof asked>;

interface Dependencies {
  readonly table: Table;
  readonly ordering: Ordering;
  readonly outbox: Outbox;
  readonly clocks: ProgramClocks;
}

/** What must have happened on the way before something can; what is not here needs no more than a plastic. */
const before: Readonly<Record<string, readonly string[]>> = {
  in_transit: ['shipped'],
  processed_for_delivery: ['shipped'],
  delivered: ['shipped'],
  delivery_issue: ['shipped'],
  returning: ['shipped', 'delivery_issue'],
  returned: ['shipped', 'delivery_issue', 'returning'],
};

type Making = Plastic['status'];
const making = (status: string): Making | undefined => plasticStatuses.find((known) => known === status);

/** How a plastic may go on while it is made. */
const mayBecome: Readonly<Record<Making, readonly Making[]>> = {
  ordered: ['in_production', 'produced', 'rejected', 'cancelled'],
  in_production: ['produced', 'rejected', 'cancelled'],
  produced: [],
  rejected: [],
  cancelled: [],
};

/** What is told: steps of the making, then words of the carrier, those before the asked one first. */
interface Story {
  readonly made?: Making;
  readonly way: readonly string[];
}

const storyOf = (plastic: Plastic, { item, status }: Asked): Story => {
  const step = item === 'card' ? making(status) : undefined;
  if (step !== undefined) {
    if (!mayBecome[plastic.status].includes(step)) throw new Refusal(409, 'status_not_allowed');
    return { made: step, way: [] };
  }
  if (plastic.status === 'rejected' || plastic.status === 'cancelled') throw new Refusal(409, 'status_not_allowed');
  const missing = (before[status] ?? []).filter((earlier) => !plastic.told.includes(`${item} ${earlier}`));
  const way = [...missing, status];
  return plastic.status === 'produced' || item === 'pin_mailer' ? { way } : { made: 'produced', way };
};

const happenings = ({ made, way }: Story, told: Asked, occurredAt: Temporal.Instant): readonly Happening[] => {
  const { orderReference: reference, item, status, carrier, trackingNumber } = told;
  const details = {
    ...(carrier === undefined ? {} : { carrier }),
    ...(trackingNumber === undefined ? {} : { trackingNumber }),
  };
  return [
    ...(made === undefined
      ? []
      : [{ type: 'card.order_status', reference, occurredAt, data: { status: made } } as const]),
    ...way.map((passed) => ({
      type: 'card.delivery' as const,
      ...{ reference, occurredAt },
      data: { item, status: passed, at: toTimestamp(occurredAt), ...(passed === status ? details : {}) },
    })),
  ];
};

const announced = async (
  outbox: Outbox,
  program: TenantContext,
  all: readonly Happening[],
): Promise<readonly [Announcement, ...Announcement[]]> => {
  const [first, ...others] = all;
  if (first === undefined) throw new Error('a story tells nothing');
  const told: [Announcement, ...Announcement[]] = [await outbox.writes(program, first)];
  for (const happening of others) told.push(await outbox.writes(program, happening));
  return told;
};

/**
 * What happens to a plastic as testers want it: it is made or not, it travels, it arrives; its PIN mailer travels
 * apart. What must have happened before is told first. A plastic may be played with before the platform has ordered
 * it: its order finds it as it is.
 */
export const tellPlastic =
  ({ table, ordering, outbox, clocks }: Dependencies): Call =>
  async (program, body) => {
    const told = readBody(asked, body);
    const { orderReference, item } = told;
    return ordering.once(program, told, async () => {
      const found = await findPlastic(table, program, plasticIdOf(program, orderReference));
      const plastic = found ?? noPlastic(program, orderReference);
      const story = storyOf(plastic, told);
      const at = told.at === undefined ? (await clocks.of(program)).now() : fromTimestamp(told.at);
      const events = await announced(outbox, program, happenings(story, told, at));
      const [last] = events.toReversed();
      const passed = story.way.map((way) => `${item} ${way}`).filter((way) => !plastic.told.includes(way));
      const next = { status: story.made ?? plastic.status, told: [...plastic.told, ...passed] };
      const earlier = events.filter((event) => event !== last).flatMap(({ writes }) => writes);
      return {
        cardId: orderReference,
        answer: { at: toTimestamp(at), eventIds: events.map(({ eventId }) => eventId) },
        writes: [putPlastic(program, plastic, next), ...earlier],
        ...(last === undefined ? {} : { event: last }),
      };
    });
  };
