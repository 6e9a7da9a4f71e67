/** A stored item: attribute names to plain values; whole numbers are bigint. */
export type Item = Readonly<Record<string, unknown>>;

/** The primary key of the one table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The two sparse global indexes. */
export type IndexName = 'gsi1' | 'gsi2';

/** One write inside a transaction, in the terms of DynamoDB's expressions. */
export type TableWrite =
  | { readonly kind: 'put'; readonly item: Item; readonly condition?: Expression }
  | { readonly kind: 'update'; readonly key: Key; readonly update: Expression; readonly condition?: Expression }
  | { readonly kind: 'delete'; readonly key: Key; readonly condition?: Expression }
  | { readonly kind: 'check'; readonly key: Key; readonly condition: Expression };

/** An expression with its own names and values; `#name` and `:value` placeholders must be unique per write. */
export interface Expression {
  readonly text: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Why a transaction was refused, by position of its writes. */
export type CancellationReason =
  | { readonly kind: 'none' }
  | { readonly kind: 'condition'; readonly old: Item | undefined }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'other'; readonly code: string };

export type TransactOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'cancelled'; readonly reasons: readonly CancellationReason[] }
  /** No answer came: it may or may not have been written. */
  | { readonly kind: 'unknown' };

export interface QueryRequest {
  readonly index?: IndexName;
  readonly pk: string;
  readonly sk?:
    | { readonly beginsWith: string }
    | { readonly after: string }
    | { readonly before: string }
    | { readonly between: readonly [string, string] };
  readonly filter?: Expression;
  readonly newestFirst?: boolean;
  readonly limit: number;
  /** Last evaluated key of the page before. */
  readonly start?: Item;
  readonly consistent?: boolean;
}

export interface QueryPage {
  readonly items: readonly Item[];
  readonly last: Item | undefined;
}

/** The table, as the stores and the unit of work see it. */
export interface Table {
  /** Strongly consistent by default. Expired items (TTL passed) count as absent. */
  get(key: Key, options?: { readonly eventual?: boolean }): Promise<Item | undefined>;
  query(request: QueryRequest): Promise<QueryPage>;
  /**
   * One TransactWriteItems of 1 to 100 writes.
   * @param token idempotency token, 1–36 characters; the same for every retry of the same writes
   */
  transact(writes: readonly TableWrite[], token: string): Promise<TransactOutcome>;
  /** A single conditional write outside a transaction, for reservations and counters. */
  write(
    write: Exclude<TableWrite, { kind: 'check' }>,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly old: Item | undefined }>;
}
