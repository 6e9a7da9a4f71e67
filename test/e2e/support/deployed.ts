import { destroyStacks } from '../../../local/ministack/cdk-cli.ts';
import { deployPlatform, prepareForCallers } from '../../../local/ministack/deployment.ts';
import { startMinistack } from '../../../local/ministack/launcher.ts';
import type { JourneyPlatform } from '../../journeys/platform.ts';

export interface Deployed {
  readonly platform: JourneyPlatform;
  /** Stops the emulator of our own; takes the stacks away from one that was there before. */
  takeDown(): Promise<void>;
}

const emulator = async (): Promise<{ endpoint: string; takeDown: () => Promise<void> }> => {
  const given = process.env['AWS_ENDPOINT_URL'];
  if (given !== undefined && given !== '') return { endpoint: given, takeDown: () => destroyStacks(given) };
  const { endpoint, stop } = await startMinistack();
  return { endpoint, takeDown: stop };
};

/** Deploys everything to MiniStack, or to the emulator that AWS_ENDPOINT_URL names. */
export const deployForTests = async (): Promise<Deployed> => {
  const { endpoint, takeDown } = await emulator();
  try {
    const deployed = await deployPlatform(endpoint);
    const reachable = await prepareForCallers(deployed);
    return {
      takeDown,
      platform: {
        ...reachable,
        staffToken: (member) => deployed.staffToken(member),
        webhookSecret: () => deployed.secret('issuer-webhook-signing'),
      },
    };
  } catch (error) {
    await takeDown();
    throw error;
  }
};
