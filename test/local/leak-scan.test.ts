import { describe, expect, test } from 'vitest';
import { isLuhnValid, searchFor } from '../../local/demo/leak-scan.ts';
import type { LocalPlatform } from '../../local/platform.ts';

const pan = `411111${'1'.repeat(10)}`;

const holding = (line: string): LocalPlatform =>
  ({
    items: async () => [{ pk: 'T#ten_1#CARD', amount: 5n }],
    sandboxItems: async () => [],
    logs: () => ['{"code":"card_issued"}', line],
    events: () => [],
    deadLetters: () => [],
    executions: () => [],
  }) as unknown as LocalPlatform;

const hitsIn = async (line: string): Promise<number> =>
  (await searchFor(pan, holding(line))).reduce((sum, { hits }) => sum + hits, 0);

describe('search for card numbers', () => {
  test.each([
    ['plain', pan],
    ['inside other digits', `9${pan}9`],
    ['grouped', '4111 1111 1111 1111'],
    ['dashed', '4111-1111-1111-1111'],
    ['hexadecimal', Buffer.from(`{"pan":"${pan}"}`).toString('hex')],
    ['base64, first alignment', Buffer.from(pan).toString('base64')],
    ['base64, second alignment', Buffer.from(`x${pan}y`).toString('base64')],
    ['base64, third alignment', Buffer.from(`xy${pan}`).toString('base64')],
    ['base64url inside JSON', Buffer.from(`{"pan":"${pan}"}`).toString('base64url')],
    ['reversed', [...pan].toReversed().join('')],
  ])('AN-54 finds it %s', async (_name, line) => {
    expect(await hitsIn(line)).toBe(1);
  });

  test('AN-54 first six and last four are not the number', async () => {
    expect(await hitsIn('411111……1111')).toBe(0);
  });

  test('check digits tell valid numbers from others', () => {
    expect(isLuhnValid(pan)).toBe(true);
    expect(isLuhnValid(`${pan.slice(0, -1)}2`)).toBe(false);
    expect(isLuhnValid('4111 1111')).toBe(false);
  });
});
