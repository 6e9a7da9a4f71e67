import type { TableWrite } from '../../../kernel/persistence/table.ts';
import type { Announcement } from '../events/outbox.ts';
import type { Outcome } from '../network/ordering.ts';
import { writesOf } from './payment-desk.ts';

/** What came of a tester's order: all its events are committed, and the last one is waited for. */
export const ordered = (
  about: string,
  answer: Readonly<Record<string, unknown>>,
  { writes, events }: { readonly writes: readonly TableWrite[]; readonly events: readonly Announcement[] },
): Outcome => {
  const last = events.at(-1);
  const earlier = events.filter((event) => event !== last);
  return {
    cardId: about,
    answer,
    writes: [...writes, ...writesOf(earlier)],
    ...(last === undefined ? {} : { event: last }),
  };
};
