import { destroyStacks } from '../../../local/ministack/cdk-cli.ts';
import { deployPlatform, prepareForCallers } from '../../../local/ministack/deployment.ts';
import { startMinistack } from '../../../local/ministack/launcher.ts';
import type { JourneyPlatform } from '../../journeys/platform.ts';
import type { Inspection } from './inspection.ts';
import { inspect } from './inspection.ts';

export interface Deployed {
  readonly platform: JourneyPlatform;
  readonly inspection: Inspection;
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
      inspection: inspect(endpoint),
      platform: {
        ...reachable,
        staffToken: (member) => deployed.staffToken(member),
        webhookSecret: () => deployed.secret('issuer-webhook-signing'),
        runScheduled: (operationId) => deployed.invoke(operationId),
      },
    };
  } catch (error) {
    // What went wrong first is what matters; half a deployment may not even go away.
    const [left] = await Promise.allSettled([takeDown()]);
    const rest = left.status === 'rejected' ? ', nor could what is there be taken away' : '';
    throw new Error(`The platform could not be deployed${rest}`, { cause: error });
  }
};
