import type { EventEnvelope } from '../../kernel/events/envelope.ts';
import { envelopeOf, recordItem } from '../../kernel/events/record-item.ts';
import type { Log } from '../../kernel/observability/log.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { Change } from '../../kernel/operation/stream-operation.ts';
import type { EventBus } from '../../kernel/platform/platform.ts';

/** A record on its way to the bus, and its place in the batch. */
interface Publication {
  readonly position: number;
  readonly event: EventEnvelope;
}

/** Most entries of one call to the bus. */
const waveSize = 10;

const resourceOf = ({ event }: Publication): string => `${event.tenantId} ${event.resource.id}`;

/**
 * Splits publications, in order, into calls to the bus. No call holds two events of one resource: the bus may refuse
 * any entry of a call and take the others, and a later event must not overtake an earlier one that way.
 */
const wavesOf = (publications: readonly Publication[]): readonly (readonly Publication[])[] => {
  const waves: Publication[][] = [];
  for (const publication of publications) {
    const wave = waves.at(-1);
    const taken = wave?.some((other) => resourceOf(other) === resourceOf(publication));
    if (wave === undefined || wave.length >= waveSize || taken === true) waves.push([publication]);
    else wave.push(publication);
  }
  return waves;
};

const isNewRecord = ({ kind, after }: Change): boolean => kind === 'insert' && after?.['item'] === 'record';

/** The batch's records up to the first that cannot be read, and where that one stands. */
const readRecords = (changes: readonly Change[], log: Log) => {
  const publications: Publication[] = [];
  for (const [position, change] of changes.entries()) {
    if (!isNewRecord(change)) continue;
    try {
      publications.push({ position, event: envelopeOf(recordItem.decode(change.after ?? {})) });
    } catch (error) {
      log.error('record_unreadable', errorFields(error));
      return { publications, unreadable: position };
    }
  }
  return { publications, unreadable: undefined };
};

/** @returns the position of the first publication that the bus did not take */
const publishWave = async (bus: EventBus, wave: readonly Publication[], log: Log): Promise<number | undefined> => {
  const entries = wave.map(({ event }) => ({
    source: `nodal.${event.resource.type}`,
    detailType: event.type,
    detail: JSON.stringify(event),
  }));
  const accepted = await bus.publish(entries).catch((error: unknown): readonly boolean[] => {
    log.error('bus_failed', errorFields(error));
    return [];
  });
  const refused = wave.findIndex((_, index) => accepted[index] !== true);
  if (refused === -1) return undefined;
  log.warn('events_not_taken', {
    count: accepted.length === 0 ? wave.length : accepted.filter((taken) => !taken).length,
  });
  return wave[refused]?.position;
};

/**
 * Publishes the batch's new records, each resource's in their order.
 * @returns the position of the first record that was not published; what stands behind it will be published again
 */
export const publishRecords =
  (bus: EventBus, log: Log) =>
  async (changes: readonly Change[]): Promise<number | undefined> => {
    const { publications, unreadable } = readRecords(changes, log);
    for (const wave of wavesOf(publications)) {
      const failedAt = await publishWave(bus, wave, log);
      if (failedAt !== undefined) return failedAt;
    }
    return unreadable;
  };
