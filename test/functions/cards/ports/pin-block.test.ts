import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PinBlock } from '../../../../functions/cards/ports/pin-block.ts';

const content = 'U0VDUkVULVBJTi1CTE9DSw==';
const block = new PinBlock(content);

describe('D-08 AN-64 A PIN block', () => {
  it('hands its content over to whoever asks for just that', () => {
    expect(block.handOver()).toBe(content);
  });

  it.each([
    ['text', () => String(block)],
    ['a template', () => `PIN ${String(block)}`],
    ['inspection', () => inspect(block, { depth: 9, showHidden: true })],
    ['inspection of what holds it', () => inspect({ pin: { block } }, { depth: 9, showHidden: true })],
    ['a format string', () => format('%s %o %j', block, block, 1)],
    ['its members', () => [...Object.keys(block), ...Object.values(block)].join()],
    ['a copy', () => inspect(Object.assign({}, block))],
    ['a clone', () => inspect(structuredClone(block))],
  ])('shows nothing of it in %s', (_, written) => {
    expect(written()).not.toContain(content);
  });

  it('cannot become JSON, alone or inside of something', () => {
    expect(() => JSON.stringify(block)).toThrow(TypeError);
    expect(() => JSON.stringify({ answer: [block] })).toThrow(TypeError);
  });
});
