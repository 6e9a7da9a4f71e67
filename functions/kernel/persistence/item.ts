import * as z from 'zod';
import { Temporal } from 'temporal-polyfill';
import { fromTimestamp, toTimestamp } from '../time/clock.ts';
import type { Item, Key } from './table.ts';

/** Attributes that the table itself uses; item schemas list only their own. */
export interface IndexKeys {
  readonly gsi1pk?: string;
  readonly gsi1sk?: string;
  readonly gsi2pk?: string;
  readonly gsi2sk?: string;
  /** TTL, epoch seconds. */
  readonly expiresAt?: number;
}

/** A whole number in code, a DynamoDB number in the table. */
export const wholeNumber = z.codec(z.bigint(), z.int(), {
  decode: (stored) => Number(stored),
  encode: (value) => BigInt(value),
});

/** Minor units: bigint on both sides. */
export const minorUnits = z.bigint();

/** An instant in code, RFC 3339 text in the table. */
export const instant = z.codec(z.string(), z.instanceof(Temporal.Instant), {
  decode: (stored) => fromTimestamp(stored),
  encode: (value) => toTimestamp(value),
});

/** An item type of one subdomain: what docs/reference/items.md lists. */
export interface ItemDefinition<Schema extends z.ZodType> {
  readonly name: string;
  readonly subdomain: string;
  readonly summary: string;
  /** Key patterns for the reference, such as `T#<tenantId>#CUSTOMER#<customerId>`. */
  readonly keys: Readonly<Record<'pk' | 'sk', string>> &
    Partial<Record<'gsi1pk' | 'gsi1sk' | 'gsi2pk' | 'gsi2sk', string>>;
  readonly schema: Schema;
  /** Parses a stored item; a stored item that does not fit is a defect and throws. */
  decode(stored: Item): z.output<Schema>;
  /** The item to store: keys, the `item` type name, and the encoded value. */
  encode(keys: Key & IndexKeys, value: z.output<Schema>): Item & Key;
}

const plain = z.record(z.string(), z.unknown());

/** Defines an item type; the schema is a z.object that strips the table's own attributes on decode. */
export const defineItem = <Schema extends z.ZodType>(
  definition: Omit<ItemDefinition<Schema>, 'decode' | 'encode'>,
): ItemDefinition<Schema> => ({
  ...definition,
  decode: (stored) => definition.schema.parse(stored),
  encode: (keys, value) => ({ ...plain.parse(z.encode(definition.schema, value)), item: definition.name, ...keys }),
});
