import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { idGenerator, tagOf } from '../functions/kernel/ids/ids.ts';
import type { HttpDeclaration } from '../functions/kernel/operation/declaration.ts';
import { surfacePaths } from '../functions/kernel/operation/declaration.ts';
import type { HttpHandler } from '../functions/kernel/operation/http-operation.ts';
import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import type { BasePlatform, Capabilities } from '../functions/kernel/platform/platform.ts';
import { systemRandom } from '../functions/kernel/platform/system-random.ts';
import { systemClock } from '../functions/kernel/time/clock.ts';
import { localKeyRing } from '../local/key-ring.ts';
import { localLog } from '../local/log.ts';
import { localMeter } from '../local/meter.ts';
import { tableNames } from '../local/realms.ts';
import { countedClient } from '../local/table-client.ts';
import type { Findings } from './benchmark.ts';
import type { TracedTable } from './traced-table.ts';
import { tracedTable } from './traced-table.ts';

/** A tenant with what the counted operations need, each of which ran once already: all counters are there. */
export interface Scene {
  readonly tenantId: string;
  /** Two balances of two persons, with money in the first. */
  readonly from: string;
  readonly to: string;
  /** Where the scene's table answers; nothing else writes to it any more. */
  readonly tableEndpoint: string;
}

export type CountedPlatform = BasePlatform &
  Pick<Capabilities, 'secrets' | 'messageKeys' | 'fetch'> & { readonly table: TracedTable };

/** One operation whose requests and units are counted. */
export interface CountedOperation {
  /** Names its figures. */
  readonly name: string;
  /** Runs it once, as its Lambda would be run. @throws Error unless it succeeded */
  run(platform: CountedPlatform, scene: Scene): Promise<void>;
}

/** Calls an operation's first route as the gateway would, for the scene's tenant. @throws Error for another status */
export const callOnce = async (
  handler: HttpHandler,
  declaration: HttpDeclaration,
  request: { readonly scene: Scene; readonly params: Readonly<Record<string, string>>; readonly body: unknown },
): Promise<void> => {
  const { scene, params, body } = request;
  const [route] = declaration.routes;
  const resource = `${surfacePaths[route.surface]}${route.path}`;
  const authorizer = { tenantId: scene.tenantId, tag: tagOf(scene.from) ?? '', sandbox: 'true', keyId: 'key_bench' };
  const event = {
    ...{ resource, path: resource, httpMethod: route.method, pathParameters: params, queryStringParameters: null },
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    ...{ body: JSON.stringify(body), isBase64Encoded: false },
    requestContext: { requestId: randomUUID(), authorizer, stage: 'api' },
  };
  // The chain reads no other member of the event, and nothing of Lambda's context.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  const answer = await handler(event as unknown as APIGatewayProxyEvent, {} as Context);
  if (answer.statusCode !== declaration.status) {
    throw new Error(`${declaration.operationId} answered ${answer.statusCode} ${answer.body}`);
  }
};

/** Runs operations one after another on a scene that nothing else is at work on, and counts each. */
export const countAll = async (scene: Scene, operations: readonly CountedOperation[]): Promise<readonly Findings[]> => {
  const counted = countedClient(scene.tableEndpoint);
  const platform: CountedPlatform = {
    ...{ clock: systemClock, random: systemRandom, ids: idGenerator(systemClock, systemRandom) },
    ...{ log: localLog(systemClock).log, meter: localMeter(), settings: { ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' } },
    table: tracedTable(dynamoTable(counted.client, tableNames.platform, systemClock)),
    messageKeys: localKeyRing('msg-bench-1'),
    secrets: { values: async () => ['a secret of the benchmark, which nothing else knows'] },
    fetch,
  };
  const all: Findings[] = [];
  for (const operation of operations) {
    const { name } = operation;
    const before = counted.counts();
    await operation.run(platform, scene);
    const after = counted.counts();
    const lines = await platform.table.lines();
    all.push({
      figures: {
        [`${name}: table requests`]: after.requests - before.requests,
        [`${name}: write units`]: after.writeUnits - before.writeUnits,
        [`${name}: read units`]: after.readUnits - before.readUnits,
      },
      lines: [`${name}:`, ...lines.map((line) => `  ${line}`)],
    });
  }
  return all;
};
