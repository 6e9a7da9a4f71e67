import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDemo } from '../../local/demo/demo.ts';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';

let platform: LocalPlatform;

beforeAll(async () => {
  platform = await startPlatform();
});

afterAll(async () => {
  await platform.stop();
});

describe('demo', () => {
  test('AN-12 AN-42 AN-54 AN-59 AN-64 AL-17 AL-24 M-11 M-13 M-18 M-20 M-23 M-26 SH-03 SH-12 SH-17 SH-34 I7 plays the main job, prices every step, verifies the ledger and finds no secret in anything stored', async () => {
    const lines: string[] = [];
    await runDemo(platform, (line) => lines.push(line));
    const told = (title: string) => lines.find((line) => line.startsWith(title));
    expect(lines.at(-1)).toMatch(/^Done: 46 steps/);
    expect(lines.slice(0, -1).every((line) => /\d+ table requests, .* write units/.test(line))).toBe(true);
    expect(told('It pays more than there is')).toMatch(/response 51, insufficient_funds.*would pass with/);
    expect(told('Webhooks')).toMatch(/8 received for 8 events, all genuine/);
    expect(told('Ledger')).toMatch(/ledger: 7 entries, .*; sum 0\n.*ledger: in order/s);
    expect(told('Search for the secrets')).toMatch(/none of 3 card number, 3 CVV, .* in \d+ stored items/);
    expect(told('The card is lost')).toMatch(/locked; declined with 2008, .* 409 lock_irreversible/);
    expect(told('Its payer authenticates')).toMatch(/active; INR 1 refunded/);
    expect(told('Its wait is over')).toMatch(/submitDebit; succeeded .*\n.*SMS: .* debited INR 499\.00/);
    expect(told('The mandate is withdrawn between')).toMatch(/cancelled; the debit dbt_\w+, .* is cancelled/);
    expect(told('A mandate on UPI')).toMatch(/pending_authentication by upi_intent/);
    expect(told('The poller finds')).toMatch(/active; INR 1 refunded/);
    expect(told('In the app the customer skips')).toMatch(
      /opted_out, and nothing was asked for; the mandate is active/,
    );
    expect(told('It is delivered')).toMatch(/delivered; active, response 00/);
    expect(platform.executions().map(({ status }) => status)).toEqual(Array(4).fill('succeeded'));
    expect(platform.executions()[0]?.transitions).toBeLessThanOrEqual(10);
  });

  test('a failure names its step and its reason', async () => {
    const refused = { ...platform, operatorToken: 'not-a-token' };
    await expect(runDemo(refused, () => undefined)).rejects.toThrow(
      /failed at "Tenant": POST \/admin\/tenants answered 401 unauthenticated/,
    );
  });
});
