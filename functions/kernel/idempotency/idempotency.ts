import { createHash } from 'node:crypto';
import { DomainError } from '../errors/domain-error.ts';
import type { IdempotencySlot } from '../operation/context.ts';
import type { KeyRetention } from '../operation/declaration.ts';
import type { IdGenerator, IdPrefix } from '../ids/ids.ts';
import type { IndexKeys } from '../persistence/item.ts';
import type { Key, Table } from '../persistence/table.ts';
import type { WriteIntent } from '../persistence/write-intent.ts';
import type { RandomSource } from '../platform/platform.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import type { Clock } from '../time/clock.ts';
import { toEpochSeconds, toTimestamp } from '../time/clock.ts';
import type { IdempotencyRecord, StoredAnswer } from './idempotency-item.ts';
import { idempotencyItem } from './idempotency-item.ts';
import { resourceIdOf, storable } from './stored-answer.ts';

/** The same key is being worked on right now. */
const inProgress = (): DomainError =>
  new DomainError('conflict', 'idempotency_in_progress', {
    detail: 'A request with this Idempotency-Key is still running.',
    retryAfterSeconds: 1,
  });

const reused = (record: IdempotencyRecord): DomainError =>
  new DomainError('unprocessable', 'idempotency_key_reused', {
    detail: 'This Idempotency-Key belongs to a request with another method, route or body.',
    ...(record.resourceId === undefined ? {} : { resourceId: record.resourceId }),
  });

/** Thrown by the unit of work when a concurrent repeat committed first; the chain answers what it stored. */
export class AlreadyAnswered extends Error {
  override name = 'AlreadyAnswered';
  readonly stored: StoredAnswer;
  constructor(stored: StoredAnswer) {
    super('another request with the same key committed first');
    this.stored = stored;
  }
}

/** What a request under a key is. */
export interface KeyedRequest {
  readonly key: Key;
  readonly fingerprint: string;
  readonly mode: 'transactional' | 'reserved';
  readonly retention: KeyRetention;
  readonly successStatus: number;
  /** The answer as it leaves: what is stored, and so replayed, is never more. */
  readonly serialise: (answer: unknown) => unknown;
  readonly notStored: readonly string[];
  readonly tenant: TenantContext | undefined;
}

export type Claim =
  | { readonly kind: 'repeat'; readonly stored: StoredAnswer }
  | {
      readonly kind: 'first';
      readonly slot: IdempotencySlot;
      readonly release: () => Promise<void>;
      /** What an equal request has answered since the key was claimed; undefined: none has. */
      readonly lookAgain: () => Promise<StoredAnswer | undefined>;
    };

interface Dependencies {
  readonly table: Table;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdGenerator;
}

const leaseSeconds = 30;
const retentionHours = 24;

const storedAnswer = (record: IdempotencyRecord): StoredAnswer => ({
  status: record.status ?? 200,
  body: record.answer,
});

const leaseIsLive = (record: IdempotencyRecord, clock: Clock): boolean =>
  record.leaseUntil !== undefined && record.leaseUntil.epochMilliseconds > clock.now().epochMilliseconds;

/** What a record found under the key means for this request; undefined: it may be taken over. */
const judge = (record: IdempotencyRecord, request: KeyedRequest, clock: Clock): Claim | undefined => {
  if (record.fingerprint !== request.fingerprint) throw reused(record);
  if (record.state === 'completed') return { kind: 'repeat', stored: storedAnswer(record) };
  if (leaseIsLive(record, clock)) throw inProgress();
  return undefined;
};

/**
 * The item's keys, and its end unless it is kept with its object. A reservation is kept as long as the answer will be:
 * its seed names what was asked for outside, and a late repeat must ask for the same.
 */
const keysOf = ({ key, retention }: KeyedRequest, clock: Clock): Key & IndexKeys =>
  retention === 'object' ? key : { ...key, expiresAt: toEpochSeconds(clock.now().add({ hours: retentionHours })) };

const completion = (
  deps: Dependencies,
  request: KeyedRequest,
  claim: { seed: string; commitId: string },
): IdempotencySlot['complete'] => {
  return (answer): WriteIntent => {
    const shown = request.serialise(answer);
    const body = shown === undefined ? undefined : JSON.stringify(storable(shown, request.notStored));
    const resourceId = resourceIdOf(shown);
    const record: IdempotencyRecord = {
      fingerprint: request.fingerprint,
      state: 'completed',
      ...claim,
      status: request.successStatus,
      ...(body === undefined ? {} : { answer: body }),
      ...(resourceId === undefined ? {} : { resourceId }),
    };
    const item = idempotencyItem.encode(keysOf(request, deps.clock), record);
    const reserved = request.mode === 'reserved';
    return {
      label: 'idempotency',
      write: {
        kind: 'put',
        item,
        condition: reserved
          ? { text: 'commitId = :commitId', values: { ':commitId': claim.commitId } }
          : {
              text: 'attribute_not_exists(pk) OR expiresAt <= :now',
              values: { ':now': toEpochSeconds(deps.clock.now()) },
            },
      },
      refused: (old) => {
        const found = old === undefined ? undefined : idempotencyItem.decode(old);
        if (found === undefined || found.state === 'in_progress') return inProgress();
        return found.fingerprint === request.fingerprint ? new AlreadyAnswered(storedAnswer(found)) : reused(found);
      },
    };
  };
};

/** Stable across tries: the same seed and prefix name the same resource. */
const idFromSeed = (seed: string, prefix: IdPrefix, tenant: TenantContext | undefined): string =>
  `${prefix}_${seed}${tenant?.tag ?? ''}`;

const reserve = async (deps: Dependencies, request: KeyedRequest, seed: string): Promise<Claim> => {
  const now = deps.clock.now();
  const commitId = Buffer.from(deps.random.bytes(12)).toString('base64url');
  const leaseUntil = now.add({ seconds: leaseSeconds });
  const record: IdempotencyRecord = {
    fingerprint: request.fingerprint,
    state: 'in_progress',
    commitId,
    seed,
    leaseUntil,
  };
  const item = idempotencyItem.encode(keysOf(request, deps.clock), record);
  const condition = {
    text: 'attribute_not_exists(pk) OR expiresAt <= :epoch OR (#state = :open AND leaseUntil <= :now AND fingerprint = :fingerprint)',
    names: { '#state': 'state' },
    values: {
      ':epoch': toEpochSeconds(now),
      ':open': 'in_progress',
      ':now': toTimestamp(now),
      ':fingerprint': request.fingerprint,
    },
  };
  const written = await deps.table.write({ kind: 'put', item, condition });
  const found = written.ok || written.old === undefined ? undefined : idempotencyItem.decode(written.old);
  // The client repeats a write whose answer got lost, and then meets its own.
  if (!written.ok && found?.commitId !== commitId) {
    const claim = found === undefined ? undefined : judge(found, request, deps.clock);
    if (claim === undefined) throw inProgress();
    return claim;
  }
  const slot: IdempotencySlot = {
    complete: completion(deps, request, { seed, commitId }),
    reservedId: (prefix) => idFromSeed(seed, prefix, request.tenant),
  };
  // Nobody else works under a reservation.
  return { kind: 'first', slot, release: () => release(deps, item, commitId), lookAgain: async () => undefined };
};

/**
 * Ends the lease and keeps the seed: the next try with this key may start at once and names the same resource,
 * whatever an outside call of this try has left behind.
 */
const release = async (
  deps: Dependencies,
  item: ReturnType<typeof idempotencyItem.encode>,
  commitId: string,
): Promise<void> => {
  await deps.table.write({
    kind: 'update',
    key: { pk: item.pk, sk: item.sk },
    update: { text: 'SET leaseUntil = :now', values: { ':now': toTimestamp(deps.clock.now()) } },
    condition: {
      text: 'commitId = :commitId AND #state = :open',
      names: { '#state': 'state' },
      values: { ':commitId': commitId, ':open': 'in_progress' },
    },
  });
};

const newSeed = (ids: IdGenerator): string => ids.nextGlobal('req').slice('req_'.length);

/**
 * Claims the key for this request, or finds that it is a repeat.
 * @throws idempotency_in_progress (409), idempotency_key_reused (422)
 */
export const claimKey = async (deps: Dependencies, request: KeyedRequest): Promise<Claim> => {
  const item = await deps.table.get(request.key);
  const record = item === undefined ? undefined : idempotencyItem.decode(item);
  const claim = record === undefined ? undefined : judge(record, request, deps.clock);
  if (claim !== undefined) return claim;
  if (request.mode === 'reserved') return reserve(deps, request, record?.seed ?? newSeed(deps.ids));
  const commitId = Buffer.from(deps.random.bytes(12)).toString('base64url');
  const slot: IdempotencySlot = {
    complete: completion(deps, request, { seed: newSeed(deps.ids), commitId }),
    reservedId: () => {
      throw new Error('only operations declared `reserved` have reserved ids');
    },
  };
  return { kind: 'first', slot, release: () => Promise.resolve(), lookAgain: () => answeredSince(deps, request) };
};

/** A key that is not reserved does not keep an equal request from being faster, and its effect may be what refuses this one. */
const answeredSince = async ({ table }: Dependencies, request: KeyedRequest): Promise<StoredAnswer | undefined> => {
  const item = await table.get(request.key);
  const record = item === undefined ? undefined : idempotencyItem.decode(item);
  return record?.state === 'completed' && record.fingerprint === request.fingerprint ? storedAnswer(record) : undefined;
};

/** SHA-256 over method, path and decrypted body (api.md section 2). */
export const requestFingerprint = (request: { method: string; path: string; bodyFingerprint: string }): string =>
  createHash('sha256').update(`${request.method}\n${request.path}\n${request.bodyFingerprint}`).digest('hex');
