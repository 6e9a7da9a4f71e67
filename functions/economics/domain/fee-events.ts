import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { FeeSchedule, FeeTerms } from './fee-schedule.ts';

const termsOf = ({ currency }: FeeSchedule, { fixed, basisPoints }: FeeTerms): Readonly<Record<string, unknown>> => ({
  ...(fixed === undefined ? {} : { fixed: toWire({ minor: fixed, currency }) }),
  ...(basisPoints === undefined ? {} : { basisPoints }),
});

const factsOf = (schedule: FeeSchedule): Readonly<Record<string, unknown>> => ({
  gatewayLoad: schedule.gatewayLoad === undefined ? null : termsOf(schedule, schedule.gatewayLoad),
  version: schedule.version,
});

/** The record of another schedule, with the one before: what a past load was charged by can be found again. */
export const feeScheduleSet = (
  place: Pick<RecordDraft, 'partition'> & { readonly programId: string },
  before: FeeSchedule,
  after: FeeSchedule,
): RecordDraft => ({
  resource: { type: 'fee_schedule', id: place.programId },
  partition: place.partition,
  sequence: after.version,
  type: 'fee_schedule.set',
  data: { programId: place.programId, ...factsOf(after) },
  previous: factsOf(before),
});
