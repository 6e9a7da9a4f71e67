import { describe, expect, test } from 'vitest';
import type { JourneyPlatform, Story } from '../platform.ts';
import { stories } from '../stories.ts';

/** As long as a story may take where nothing is said: every wait of it is bounded by less. */
const storyLimitMs = 90_000;

/** @returns plays the story at a position, and begins those after it that run beside it */
const begunAhead = (all: readonly Story[], atOnce: number, platform: () => JourneyPlatform) => {
  const begun = new Map<Story, Promise<string>>();
  return async (story: Story): Promise<string> => {
    const first = all.indexOf(story);
    for (const next of all.slice(first, first + atOnce)) {
      if (begun.has(next)) continue;
      const played = next.run(platform()).then(() => next.title);
      // Its own test tells when it failed.
      played.catch(() => undefined);
      begun.set(next, played);
    }
    return (await begun.get(story)) ?? 'never begun';
  };
};

/**
 * One test for each story, against the platform that is there when they run.
 * @param atOnce how many run side by side: each has tenants of its own, and much of its time is waiting
 */
export const playStories = (
  platform: () => JourneyPlatform,
  { atOnce = 1 }: { readonly atOnce?: number } = {},
): void => {
  const play = begunAhead(Object.values(stories).flat(), atOnce, platform);
  for (const [subject, told] of Object.entries(stories)) {
    describe(subject, () => {
      for (const story of told) {
        test(story.title, { timeout: story.timeoutMs ?? storyLimitMs }, async () => {
          expect(await play(story)).toBe(story.title);
        });
      }
    });
  }
};
