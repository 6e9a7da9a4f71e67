import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import type { JourneyPlatform } from './platform.ts';
import { inProcess } from './support/in-process.ts';
import { playStories } from './support/play.ts';

describe('The platform in one process', () => {
  let local: LocalPlatform | undefined;
  let platform: JourneyPlatform | undefined;

  beforeAll(async () => {
    local = await startPlatform();
    platform = await inProcess(local);
  });

  afterAll(async () => {
    await local?.stop();
  });

  playStories(() => {
    if (platform === undefined) throw new Error('the platform did not start');
    return platform;
  });

  test('M-27 nothing was given up on the way: no queue has dead letters', async () => {
    await local?.idle();
    expect(local?.deadLetters()).toEqual([]);
  });
});
