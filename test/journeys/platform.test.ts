import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import { countedClient } from '../../local/table-client.ts';
import { verifyLedger } from '../../scripts/ledger/verify-table.ts';
import type { JourneyPlatform } from './platform.ts';
import { inProcess } from './support/in-process.ts';
import { playStories } from './support/play.ts';

describe('The platform in one process', () => {
  let local: LocalPlatform | undefined;
  let platform: JourneyPlatform | undefined;

  beforeAll(async () => {
    // Six stories at once and the twin share two processors: what is slow here is no provider's fault.
    // So is an event that overtakes the commit that it is about, which is given up after four waits.
    local = await startPlatform({ twinPatienceMs: 7_500, queueBackoffMs: 300 });
    platform = await inProcess(local);
  });

  afterAll(async () => {
    await local?.stop();
  });

  playStories(
    () => {
      if (platform === undefined) throw new Error('the platform did not start');
      return platform;
    },
    { atOnce: 6 },
  );

  test('I1 I16 I21 the journal sums to zero, every balance is what it says, and its chains are whole', async () => {
    if (local === undefined) throw new Error('the platform did not start');
    await local.idle();
    const { endpoint, table } = local.tableAt;
    const { client } = countedClient(endpoint);
    const verified = verifyLedger({ client, table }, () => undefined, { graceSeconds: 0 });
    const { entries, chain, differences } = await verified.finally(() => client.destroy());
    expect(differences).toEqual([]);
    expect(chain.waiting).toBe(0);
    expect(entries).toBeGreaterThan(20);
  });

  test('M-27 nothing was given up on the way: no queue has dead letters', async () => {
    await local?.idle();
    expect(local?.deadLetters()).toEqual([]);
  });
});
