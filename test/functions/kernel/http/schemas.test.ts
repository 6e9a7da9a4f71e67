import { describe, expect, it } from 'vitest';
import { pageQuery, text } from '../../../../functions/kernel/http/schemas.ts';

const bell = String.fromCodePoint(7);

describe('Fields of requests', () => {
  it.each(['Asha', ' a ', 'कुमार', "O'Neil"])('AL-07 takes the text %j', (value) => {
    expect(text(10).safeParse(value).success).toBe(true);
  });

  it.each(['', '   ', bell, `a${bell}`, `${bell}a`, 'a\u200B'])('AL-07 refuses the text %j', (value) => {
    expect(text(10).safeParse(value).success).toBe(false);
  });

  it('M-08 reads the size of a page from plain digits', () => {
    expect(pageQuery.parse({ limit: '100' }).limit).toBe(100);
    expect(pageQuery.parse({}).limit).toBe(25);
  });

  it.each(['1e1', '0x10', ' 1', '1.0', '+1', '', '0', '101', '-1'])('M-08 refuses the size of a page %j', (limit) => {
    expect(pageQuery.safeParse({ limit }).success).toBe(false);
  });
});
