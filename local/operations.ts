import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { Declaration } from '../functions/kernel/operation/declaration.ts';
import { kebab } from '../functions/kernel/operation/declaration.ts';
import type { OperationInvoker, Platform } from '../functions/kernel/platform/platform.ts';
import type { Activity } from './activity.ts';

/** A Lambda handler as `wire` makes it. */
type WiredHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;
/** The context without the call-backs that Lambda has given up. */
type LambdaContext = Omit<Context, 'done' | 'fail' | 'succeed'>;
type Wire = (platform: Platform) => WiredHandler;

/** An operation's function, ready to be called as Lambda would call it. */
export interface LocalOperation {
  readonly declaration: Declaration;
  readonly invoke: (event: unknown) => Promise<unknown>;
}

const functionsFolder = fileURLToPath(new URL('../functions', import.meta.url));

const isFunction = (value: unknown): boolean => typeof value === 'function';
const handlerModule = z.looseObject({ wire: z.custom<Wire>(isFunction, 'handler.ts must export wire') });
const isDeclaration = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'operationId' in value && 'kind' in value;
const listModule = z.looseObject({ operations: z.array(z.custom<Declaration>(isDeclaration)) });

const load = (path: string): Promise<unknown> => import(pathToFileURL(path).href);

/** Every declaration of every subdomain. */
export const loadDeclarations = async (): Promise<readonly Declaration[]> => {
  const lists = readdirSync(functionsFolder)
    .map((subdomain) => join(functionsFolder, subdomain, 'operations.ts'))
    .filter((path) => existsSync(path));
  const loaded = await Promise.all(lists.map(async (path) => listModule.parse(await load(path)).operations));
  const declarations = loaded.flat();
  const seen = new Set<string>();
  for (const { operationId } of declarations) {
    if (seen.has(operationId)) throw new Error(`two operations are called "${operationId}"`);
    seen.add(operationId);
  }
  return declarations;
};

const loadWire = async ({ subdomain, operationId }: Declaration): Promise<Wire> =>
  handlerModule.parse(await load(join(functionsFolder, subdomain, kebab(operationId), 'handler.ts'))).wire;

const defaultTimeoutSeconds = 10;

const contextFor = (declaration: Declaration): LambdaContext => {
  const name = `nodal-local-${kebab(declaration.operationId)}`;
  const deadline = performance.now() + (declaration.timeoutSeconds ?? defaultTimeoutSeconds) * 1_000;
  return {
    awsRequestId: randomUUID(),
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:ap-south-1:000000000000:function:${name}`,
    memoryLimitInMB: String(declaration.memoryMb ?? 256),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()),
  };
};

/** What crosses a function's boundary is JSON, here as there: no object of the caller is shared. */
const throughJson = (value: unknown): unknown => {
  if (value === undefined) return undefined;
  const copy: unknown = JSON.parse(JSON.stringify(value));
  return copy;
};

/** The platforms that operations are wired to: the sandbox realm has its own table and keys. */
export interface Realms {
  readonly platform: Platform;
  readonly sandbox: Platform;
}

/** Loads and wires every operation's handler. */
export const loadOperations = async (
  declarations: readonly Declaration[],
  realms: Realms,
  work: Activity,
): Promise<ReadonlyMap<string, LocalOperation>> => {
  const operations = await Promise.all(
    declarations.map(async (declaration): Promise<[string, LocalOperation]> => {
      const wire = await loadWire(declaration);
      const handler = wire(declaration.realm === 'sandbox' ? realms.sandbox : realms.platform);
      const invoke = async (event: unknown): Promise<unknown> => {
        const done = work.begin();
        try {
          return throughJson(await handler(throughJson(event), contextFor(declaration)));
        } finally {
          done();
        }
      };
      return [declaration.operationId, { declaration, invoke }];
    }),
  );
  return new Map(operations);
};

/** Calls operations by id. The map is asked at call time, since operations are wired to this very port. */
export const localInvoker = (operations: () => ReadonlyMap<string, LocalOperation>): OperationInvoker => ({
  invoke: async (operationId, payload) => {
    const operation = operations().get(operationId);
    if (operation === undefined) throw new Error(`there is no operation "${operationId}"`);
    return operation.invoke(payload);
  },
});
