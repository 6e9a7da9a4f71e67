import { describe, expect, test } from 'vitest';
import type { QueueMessage } from '../../functions/kernel/platform/platform.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { localBus } from '../../local/bus.ts';
import { eventPatternSchema, matches } from '../../local/event-pattern.ts';

describe('event pattern', () => {
  const event = {
    source: 'nodal',
    'detail-type': 'kyc.approved',
    detail: { type: 'kyc.approved', resource: { type: 'kyc' }, tags: ['a', 'b'] },
  };

  test.each([
    [{ 'detail-type': ['kyc.approved', 'kyc.rejected'] }, true],
    [{ 'detail-type': ['kyc.rejected'] }, false],
    [{ 'detail-type': [{ prefix: 'kyc.' }], source: ['nodal'] }, true],
    [{ 'detail-type': [{ suffix: '.approved' }] }, true],
    [{ 'detail-type': [{ 'anything-but': ['kyc.approved'] }] }, false],
    [{ 'detail-type': [{ 'anything-but': 'card.created' }] }, true],
    [{ detail: { resource: { type: ['kyc'] } } }, true],
    [{ detail: { resource: { type: ['card'] } } }, false],
    [{ detail: { tags: ['b'] } }, true],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { type: [{ exists: false }] } }, false],
    [{ nothing: { here: ['x'] } }, false],
  ])('%j matches: %s', (pattern, expected) => {
    expect(matches(eventPatternSchema.parse(pattern), event)).toBe(expected);
  });

  test('a condition that is not understood is refused when the rule is read', () => {
    expect(() => eventPatternSchema.parse({ detail: { amount: [{ numeric: ['>', 5] }] } })).toThrow();
    expect(() => eventPatternSchema.parse({ source: 'nodal' })).toThrow();
  });
});

describe('bus in process', () => {
  const rule = (name: string, type: string, inputPath?: string) => ({
    name,
    pattern: { 'detail-type': [type] },
    targets: [{ queue: name, inputPath }],
  });

  test('puts an event on the queue of every rule that matches, and on no other', async () => {
    const sent: QueueMessage[] = [];
    const bus = localBus(
      [rule('one', 'kyc.approved'), rule('two', 'kyc.approved', '$.detail'), rule('three', 'card.created')],
      {
        queues: { send: async (message) => void sent.push(message) },
        clock: systemClock,
      },
    );
    const detail = { id: 'evt_1', type: 'kyc.approved' };
    const accepted = await bus.publish([
      { source: 'nodal', detailType: 'kyc.approved', detail: JSON.stringify(detail) },
    ]);
    expect(accepted).toEqual([true]);
    expect(sent.map(({ queue }) => queue)).toEqual(['one', 'two']);
    expect(JSON.parse(sent[0]!.body)).toMatchObject({ 'detail-type': 'kyc.approved', source: 'nodal', detail });
    expect(JSON.parse(sent[1]!.body)).toEqual(detail);
    expect(bus.published()).toHaveLength(1);
  });
});
