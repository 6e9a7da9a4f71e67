import { afterAll, beforeAll, describe } from 'vitest';
import type { JourneyPlatform } from '../journeys/platform.ts';
import { playStories } from '../journeys/support/play.ts';
import type { Deployed } from './support/deployed.ts';
import { deployForTests } from './support/deployed.ts';

const deploymentLimitMs = 900_000;

describe('The platform, deployed by the CDK', () => {
  let deployed: Deployed | undefined;

  beforeAll(async () => {
    deployed = await deployForTests();
  }, deploymentLimitMs);

  afterAll(async () => {
    await deployed?.takeDown();
  });

  playStories((): JourneyPlatform => {
    if (deployed === undefined) throw new Error('nothing was deployed');
    return deployed.platform;
  });
});
