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
  test('AN-54 plays the main job, prices every step and finds no card number in anything stored', async () => {
    const lines: string[] = [];
    await runDemo(platform, (line) => lines.push(line));
    expect(lines.at(-1)).toMatch(/^Done: 13 steps/);
    expect(lines.slice(0, -1).every((line) => /\d+ table requests, .* write units/.test(line))).toBe(true);
    expect(lines.find((line) => line.startsWith('Search for the card numbers'))).toContain('none in');
    expect(platform.executions()).toMatchObject([{ status: 'succeeded' }]);
    expect(platform.executions()[0]?.transitions).toBeLessThanOrEqual(10);
  });

  test('a failure names its step and its reason', async () => {
    const refused = { ...platform, operatorToken: 'not-a-token' };
    await expect(runDemo(refused, () => undefined)).rejects.toThrow(
      /failed at "Tenant": POST \/admin\/tenants answered 401 unauthenticated/,
    );
  });
});
