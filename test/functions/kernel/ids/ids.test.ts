import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { earliestId, idGenerator, idPrefixes, isResourceId, tagOf } from '../../../../functions/kernel/ids/ids.ts';
import { systemRandom } from '../../../../functions/kernel/platform/system-random.ts';
import { tenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { testClock } from '../../../support/test-clock.ts';

const tenant = tenantContext({ tenantId: 'ten_1', tag: 'ab3de', sandbox: true });

describe('Ids', () => {
  it.each(idPrefixes)('%s_… name their kind and end in the tag of their tenant', (prefix) => {
    const id = idGenerator(testClock(), systemRandom).next(prefix, tenant);
    expect(id).toMatch(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}ab3de$`));
    expect([isResourceId(prefix, id), tagOf(id)]).toEqual([true, 'ab3de']);
  });

  it('sort in the order in which they were made, within a millisecond and over centuries', () => {
    const clock = testClock();
    const ids = idGenerator(clock, systemRandom);
    const made = Array.from({ length: 500 }, (_, position) => {
      if (position % 100 === 99) clock.advance({ hours: 24 * 365 * 20 });
      return ids.next('evt', tenant);
    });
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(500);
  });

  it('stay in order when the clock is set back', () => {
    let now = Temporal.Instant.from('2026-11-21T06:30:00Z');
    const ids = idGenerator({ now: () => now }, systemRandom);
    const before = ids.nextGlobal('ten');
    now = now.subtract({ minutes: 5 });
    expect(ids.nextGlobal('ten') > before).toBe(true);
  });

  const good = `cus_${'0'.repeat(26)}ab3de`;
  it.each([
    ['another prefix', `crd_${'0'.repeat(26)}ab3de`],
    ['no tag', `cus_${'0'.repeat(26)}`],
    ['a character more', `${good}0`],
    ['a letter outside the alphabet', good.replace('ab3de', 'ab3dl')],
    ['upper case', good.toUpperCase()],
    ['a separator inside', `cus_${'0'.repeat(12)}_${'0'.repeat(13)}ab3de`],
    ['a line end', `${good.slice(0, -1)}\n`],
    ['nothing', ''],
  ])('I12 with %s are not ids of customers', (_, text) => {
    expect(isResourceId('cus', text)).toBe(false);
  });

  it.each(['', 'cus', '_', `xxx_${'0'.repeat(26)}ab3de`, `cus_${'0'.repeat(26)}`, `${good}_`])(
    'I12 have no tag when they are "%s"',
    (text) => {
      expect(tagOf(text)).toBeUndefined();
    },
  );

  it('begin where their moment begins: ids made before sort before it, ids made then or later behind it', () => {
    const clock = testClock();
    const ids = idGenerator(clock, systemRandom);
    const before = ids.next('txn', tenant);
    clock.advance({ milliseconds: 1 });
    const moment = earliestId('txn', clock.now());
    const then = ids.next('txn', tenant);
    expect([then, moment, before].toSorted()).toEqual([before, moment, then]);
    expect(earliestId('evt', Temporal.Instant.from('0001-01-01T00:00:00Z'))).toBe('evt_0000000000');
  });

  it('tags have five characters of the alphabet', () => {
    const { nextTag } = idGenerator(testClock(), systemRandom);
    expect(Array.from({ length: 50 }, nextTag).every((tag) => /^[0-9a-hjkmnp-tv-z]{5}$/.test(tag))).toBe(true);
  });
});
