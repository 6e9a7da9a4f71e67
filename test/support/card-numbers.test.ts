import { describe, expect, it } from 'vitest';
import { cardNumbersIn } from './card-numbers.ts';

// Numbers for testing: nobody's cards.
const visa = '4111111111111111';
const amex = '378282246310005';
const rupay = '6521111111111110';

describe('Card numbers in text', () => {
  it.each([
    ['alone', visa],
    ['in a sentence', `declined for ${visa}.`],
    ['in JSON', JSON.stringify({ pan: visa })],
    ['in JSON inside JSON', JSON.stringify({ line: JSON.stringify({ pan: visa }) })],
    ['after an escaped line end', `body:\\n${visa}`],
    ['in groups of four', '4111 1111 1111 1111'],
    ['in groups with hyphens', '4111-1111-1111-1111'],
  ])('are found %s', (_, text) => {
    expect(cardNumbersIn(text)).toEqual([visa]);
  });

  it('are found in other lengths and networks', () => {
    expect(cardNumbersIn(`${amex} and ${rupay} and 3782 822463 10005`)).toEqual([amex, rupay, amex]);
  });

  it.each([
    ['a wrong check digit', '4111111111111112'],
    ['an instant in milliseconds that satisfies Luhn', '1763759764004'],
    ['digits inside an id', `evt_${visa}`],
    ['digits inside hexadecimal', `a${visa}f`],
    ['a longer number', `${visa}1234`],
    ['first six and last four', '411111******1111'],
    ['a UUID of digits', '41111111-1111-1111-1111-111111111111'],
  ])('are not seen in %s', (_, text) => {
    expect(cardNumbersIn(text)).toEqual([]);
  });
});
