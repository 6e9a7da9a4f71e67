import { describe, test } from 'vitest';
import type { JourneyPlatform } from '../platform.ts';
import { stories } from '../stories.ts';

/** As long as a story may take where nothing is said: every wait of it is bounded by less. */
const storyLimitMs = 90_000;

/** One test for each story, against the platform that is there when they run. */
export const playStories = (platform: () => JourneyPlatform): void => {
  for (const [subject, told] of Object.entries(stories)) {
    describe(subject, () => {
      for (const { title, run, timeoutMs } of told) {
        test(title, { timeout: timeoutMs ?? storyLimitMs }, () => run(platform()));
      }
    });
  }
};
