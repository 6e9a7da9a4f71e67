import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Clock } from '../time/clock.ts';
import { toEpochSeconds } from '../time/clock.ts';
import type { Item } from './table.ts';

/** Whole numbers come back as bigint, so that 2^53 and beyond stay exact. */
export const wrapNumbers = (digits: string): bigint => BigInt(digits);

/** An item as the stream, or a failed condition, shows it: attribute values to plain values. */
export const itemOfImage = (attributes: object | undefined): Item | undefined =>
  // The Lambda event's type and the SDK's describe the same attribute values in two packages.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  attributes === undefined ? undefined : unmarshall(attributes as Record<string, AttributeValue>, { wrapNumbers });

/**
 * An item whose TTL has passed counts as absent: it may still be stored for days.
 * @param clock real time
 */
export const unlessExpired = (item: Item | undefined, clock: Clock): Item | undefined => {
  const expiry = item?.['expiresAt'];
  return typeof expiry === 'bigint' && expiry <= BigInt(toEpochSeconds(clock.now())) ? undefined : item;
};
