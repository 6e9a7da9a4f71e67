import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMinistack } from '../../local/ministack/launcher.ts';
import type { RunningMinistack } from '../../local/ministack/launcher.ts';
import { probes } from '../../local/ministack/probes.ts';
import { openSite } from '../../local/ministack/probes/site.ts';

const startLimitMs = 360_000;
const probeLimitMs = 60_000;

describe('MiniStack', () => {
  let running: RunningMinistack | undefined;

  beforeAll(async () => {
    running = await startMinistack();
  }, startLimitMs);

  afterAll(async () => {
    await running?.stop();
  });

  test.each(probes)('$behaviour', { timeout: probeLimitMs }, async ({ run }) => {
    if (running === undefined) throw new Error('MiniStack is not running');
    await expect(run(openSite(running.endpoint))).resolves.toBeUndefined();
  });
});
