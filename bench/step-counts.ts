import type { Credential } from '../local/demo/api-client.ts';
import type { StepCost } from '../local/demo/costs.ts';
import { measured } from '../local/demo/costs.ts';
import type { LocalPlatform } from '../local/platform.ts';
import type { Figures } from './gate.ts';

const none: StepCost = { httpRequests: 0, tableRequests: 0, writeUnits: 0, readUnits: 0, keyCalls: 0 };

/**
 * What an authorizer costs: a request that is refused for its content type right after it. The local gateway has no
 * cache of its answers, so every other figure is taken without it.
 * @param path of a POST with a body
 */
export const authorizerCost = async (
  platform: LocalPlatform,
  path: string,
  credential: Credential,
): Promise<StepCost> => {
  const headers = { ...credential, 'content-type': 'text/plain' };
  const { result, cost } = await measured(platform, () =>
    fetch(`${platform.baseUrl}${path}`, { method: 'POST', headers, body: 'x' }),
  );
  if (result.status !== 415) throw new Error(`a text was answered with ${result.status}`);
  return cost;
};

/** @param without what is counted elsewhere */
export const countsOf = (operation: string, cost: StepCost, without = none): Figures => ({
  [`${operation}: table requests`]: cost.tableRequests - without.tableRequests,
  [`${operation}: write units`]: cost.writeUnits - without.writeUnits,
  [`${operation}: key calls`]: cost.keyCalls - without.keyCalls,
});
