import { describe, expect, test } from 'vitest';
import type { Secret } from '../../local/demo/leak-scan.ts';
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

const hitsIn = async (line: string): Promise<number> => hitsOf({ what: 'card number', value: pan }, line);

const hitsOf = async (secret: Secret, line: string): Promise<number> =>
  (await searchFor([secret], holding(line))).reduce((sum, { hits }) => sum + hits, 0);

describe('search for secrets', () => {
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

  test.each([`{"cvv":"321"}`, `cvv2=321`, `{\\"cvc\\":\\"321\\"}`, `"CVV": 321,`])(
    'AN-54 finds a CVV beside its name: %s',
    async (line) => {
      expect(await hitsOf({ what: 'CVV', value: '321' }, line)).toBe(1);
    },
  );

  test.each([`{"amount":321}`, `{"cvv":"3210"}`, `{"fields":["cvv"],"at":"2026-03-21"}`])(
    'three digits alone are no CVV: %s',
    async (line) => {
      expect(await hitsOf({ what: 'CVV', value: '321' }, line)).toBe(0);
    },
  );

  test.each(['session token', 'pairing code', 'PIN block', '3-D Secure password'] as const)(
    'AN-64 AL-29 finds a %s',
    async (what) => {
      const value = 'Zq7-kT0_xW3mLr9vPb5sNc1d';
      expect(await hitsOf({ what, value }, `{"note":"${value}"}`)).toBe(1);
      expect(await hitsOf({ what, value }, Buffer.from(`{"note":"${value}"}`).toString('base64'))).toBe(1);
      expect(await hitsOf({ what, value }, `{"note":"${value.slice(0, 12)}"}`)).toBe(0);
    },
  );

  test('check digits tell valid numbers from others', () => {
    expect(isLuhnValid(pan)).toBe(true);
    expect(isLuhnValid(`${pan.slice(0, -1)}2`)).toBe(false);
    expect(isLuhnValid('4111 1111')).toBe(false);
  });
});
