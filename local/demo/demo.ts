import { createDemoTenant } from '../demo-tenant.ts';
import type { LocalPlatform } from '../platform.ts';
import { apiClient } from './api-client.ts';
import type { StepCost } from './costs.ts';
import { measured } from './costs.ts';
import { openStage } from './stage.ts';
import { story } from './story.ts';
import type { WebhookListener } from './webhook-listener.ts';
import { startListener } from './webhook-listener.ts';

/** Where the demo's lines go. */
export type Say = (line: string) => void;

const inWords = ({ httpRequests, tableRequests, readUnits, writeUnits, keyCalls }: StepCost): string =>
  `${httpRequests} HTTP, ${tableRequests} table requests, ${readUnits} read units, ${writeUnits} write units` +
  (keyCalls === 0 ? '' : `, ${keyCalls} key calls`);

const play = async (platform: LocalPlatform, listener: WebhookListener, say: Say): Promise<void> => {
  const startedAt = performance.now();
  const tell = async <Result>(title: string, run: () => Promise<Result>, describe: (result: Result) => string) => {
    const { result, cost } = await measured(platform, run).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The demo failed at "${title}": ${reason}`, { cause: error });
    });
    say(`${title}\n    ${describe(result)}\n    ${inWords(cost)}`);
    return result;
  };
  const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
  const tenant = await tell(
    'Tenant',
    () => createDemoTenant(operator),
    ({ tenantId }) => tenantId,
  );
  const steps = story(openStage(platform, { tenant, operator, listener }));
  for (const { title, run } of steps) await tell(title, run, (line) => line);
  say(`Done: ${steps.length + 1} steps in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`);
};

/**
 * Plays the main job over HTTP and says what every step did and cost; background work a step set off counts as its own.
 * @throws Error that names the step at which it failed
 */
export const runDemo = async (platform: LocalPlatform, say: Say): Promise<void> => {
  const listener = await startListener();
  try {
    await play(platform, listener, say);
  } finally {
    await listener.stop();
  }
};
