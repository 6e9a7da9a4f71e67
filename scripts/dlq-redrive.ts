import { SQSClient } from '@aws-sdk/client-sqs';
import { parseArgs } from 'node:util';
import { ministackCredentials, ministackRegion } from '../local/ministack/launcher.ts';
import { pairOf } from './queues/dead-letters.ts';
import { redrive } from './queues/redrive.ts';

/**
 * `npm run dlq:redrive -- --queue issuer-events --stage dev [--dry-run]`: moves what waits in a queue's dead-letter
 * queue back to the queue; with `--dry-run` it only counts and shows message ids and ages.
 *
 * The usual AWS environment decides where. With AWS_ENDPOINT_URL and no access key it speaks to MiniStack.
 */
const { values: options } = parseArgs({
  options: { queue: { type: 'string' }, stage: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
});
const { queue, stage } = options;
if (queue === undefined || stage === undefined) {
  throw new Error('Say which queue of which stage: --queue issuer-events --stage dev.');
}
const isMinistack =
  process.env['AWS_ENDPOINT_URL'] !== undefined &&
  process.env['AWS_ACCESS_KEY_ID'] === undefined &&
  process.env['AWS_PROFILE'] === undefined;
const client = new SQSClient(isMinistack ? { region: ministackRegion, credentials: ministackCredentials } : {});
try {
  await redrive(client, pairOf(stage, queue), {
    isDryRun: options['dry-run'],
    nowMs: Date.now(),
    pollMs: 2_000,
    print: (line) => {
      console.log(line);
    },
  });
} finally {
  client.destroy();
}
