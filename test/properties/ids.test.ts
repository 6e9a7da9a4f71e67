import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { idGenerator, idPrefixes, isResourceId, tagOf } from '../../functions/kernel/ids/ids.ts';
import { tenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { seeded } from '../support/seeded.ts';

// The ulid package takes instant 0 for no instant.
const instant = fc.integer({ min: 1, max: 4_102_444_800_000 }).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const prefix = fc.constantFrom(...idPrefixes);
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('Ids, for all instants and all randomness', () => {
  it('sort by when they were made, whoever made them', () => {
    fc.assert(
      fc.property(instant, instant, fc.tuple(seed, seed), (one, other, [left, right]) => {
        fc.pre(one.epochMilliseconds < other.epochMilliseconds);
        const earlier = idGenerator({ now: () => one }, seeded(left)).nextGlobal('evt');
        const later = idGenerator({ now: () => other }, seeded(right)).nextGlobal('evt');
        expect(earlier < later).toBe(true);
      }),
    );
  });

  it('I9 name their own tenant and no other', () => {
    fc.assert(
      fc.property(prefix, instant, seed, (kind, at, random) => {
        const ids = idGenerator({ now: () => at }, seeded(random));
        const tenant = tenantContext({ tenantId: 'ten_1', tag: ids.nextTag(), sandbox: false });
        const id = ids.next(kind, tenant);
        expect([isResourceId(kind, id), tagOf(id)]).toEqual([true, tenant.tag]);
        expect(idPrefixes.filter((candidate) => isResourceId(candidate, id))).toEqual([kind]);
      }),
    );
  });

  it('I12 are never seen in other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const isId = /^[a-z]{3}_[0-9a-hjkmnp-tv-z]{31}$/.test(text);
        expect(tagOf(text) !== undefined && !isId).toBe(false);
      }),
    );
  });
});
