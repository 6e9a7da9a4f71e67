import assert from 'node:assert/strict';
import { CreateFunctionCommand, GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { zip } from './archive.ts';
import { bundleFixtures } from './bundle.ts';
import { eventually, present, probeRole, uniqueName } from './site.ts';
import type { Probe, ProbeSite } from './site.ts';

export interface ProbeFunction {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly handler?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Creates a Node.js 24 function with a unique name and answers its name and ARN. */
export async function createFunction(
  site: ProbeSite,
  word: string,
  { files, handler = 'index.handler', environment = {} }: ProbeFunction,
): Promise<{ readonly name: string; readonly arn: string }> {
  const name = uniqueName(word);
  const created = await site.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Role: probeRole,
      Handler: handler,
      Timeout: 10,
      Code: { ZipFile: zip(files) },
      Environment: { Variables: environment },
    }),
  );
  await eventually(`function ${name} active`, async () => {
    const found = await site.lambda.send(new GetFunctionCommand({ FunctionName: name }));
    return found.Configuration?.State === 'Active' ? true : undefined;
  });
  return { name, arn: present(created.FunctionArn, 'FunctionArn') };
}

/** Invokes and parses; `error` is the kind of failure that Lambda reports, if any. */
export async function invoke(
  site: ProbeSite,
  name: string,
  payload: unknown,
): Promise<{ readonly error: string | undefined; readonly answer: unknown }> {
  const request = { FunctionName: name, Payload: JSON.stringify(payload) };
  const response = await site.lambda.send(new InvokeCommand(request));
  const answer: unknown = JSON.parse(present(response.Payload, 'Payload').transformToString());
  return { error: response.FunctionError, answer };
}

const contextProbe: Probe = {
  behaviour: 'gives a handler its name, ARN, request id and remaining time',
  async run(site) {
    const source = `export const handler = async (_event, context) => ({
      name: context.functionName,
      arn: context.invokedFunctionArn,
      request: context.awsRequestId.length,
      remaining: context.getRemainingTimeInMillis() > 5000,
      node: process.versions.node.split('.')[0],
      endpoint: process.env.AWS_ENDPOINT_URL,
      region: process.env.AWS_REGION,
    });`;
    const { name, arn } = await createFunction(site, 'context', { files: { 'index.mjs': source } });
    assert.deepEqual((await invoke(site, name, {})).answer, {
      name,
      arn,
      request: 36,
      remaining: true,
      node: process.versions.node.split('.')[0],
      endpoint: site.endpoint,
      region: 'ap-south-1',
    });
  },
};

const thrownErrorProbe: Probe = {
  behaviour: 'names a thrown error and keeps its worker',
  needs: 'thrown_errors',
  async run(site) {
    const source = `let calls = 0;
      class CardRefused extends Error { name = 'CardRefused'; }
      export const handler = async () => { calls += 1; if (calls < 2) throw new CardRefused('no'); return calls; };`;
    const { name } = await createFunction(site, 'thrown', { files: { 'index.mjs': source } });
    const first = await invoke(site, name, {});
    assert.equal(first.error, 'Unhandled');
    assert.partialDeepStrictEqual(first.answer, { errorType: 'CardRefused', errorMessage: 'no' });
    assert.deepEqual(await invoke(site, name, {}), { error: undefined, answer: 2 });
  },
};

const payloadProbe: Probe = {
  behaviour: 'passes arrays and strings to a handler and back',
  async run(site) {
    const source = 'export const handler = async (event) => [event];';
    const { name } = await createFunction(site, 'payload', { files: { 'index.mjs': source } });
    assert.deepEqual((await invoke(site, name, [1, 2])).answer, [[1, 2]]);
    assert.deepEqual((await invoke(site, name, 'text')).answer, ['text']);
  },
};

const topLevelAwaitProbe: Probe = {
  behaviour: 'loads an ES module with a top-level await',
  async run(site) {
    const source = 'const value = await Promise.resolve(7); export const handler = async () => value;';
    const { name } = await createFunction(site, 'await', { files: { 'index.mjs': source } });
    assert.equal((await invoke(site, name, {})).answer, 7);
  },
};

const sharedChunksProbe: Probe = {
  behaviour: 'runs two handlers with shared chunks out of one archive',
  async run(site) {
    const files = await bundleFixtures();
    assert.ok(Object.keys(files).some((file) => file.startsWith('chunk-')));
    const handler = 'describe-call/index.handler';
    const { name } = await createFunction(site, 'chunks', { files, handler });
    assert.deepEqual((await invoke(site, name, { a: 1 })).answer, { received: ['a'] });
  },
};

const keptAliveProbe: Probe = {
  behaviour: 'answers a call on a kept-alive connection without waiting for Nagle',
  async run(site) {
    const { name } = await createFunction(site, 'alive', { files: { 'index.mjs': 'export {};' } });
    const call = () => site.lambda.send(new GetFunctionCommand({ FunctionName: name }));
    // Linux acknowledges the first packets of a connection at once, so it takes many calls to show.
    await quickestOf(50, call);
    const quickest = await quickestOf(20, call);
    assert.ok(quickest < 30, `the quickest call took ${quickest.toFixed(1)} ms`);
  },
};

const silentProbe: Probe = {
  behaviour: 'answers for a function that logs nothing without waiting for its log',
  needs: 'silent_functions',
  async run(site) {
    const { name } = await createFunction(site, 'silent', {
      files: { 'index.mjs': 'export const handler = async () => 1;' },
    });
    const quickest = await quickestOf(20, () => invoke(site, name, {}));
    assert.ok(quickest < 40, `the quickest call took ${quickest.toFixed(1)} ms`);
  },
};

/** Milliseconds of the quickest of `calls` sequential calls: waiting shows in it, a busy machine does not. */
async function quickestOf(calls: number, call: () => Promise<unknown>): Promise<number> {
  let quickest = Infinity;
  for (let done = 0; done < calls; done += 1) {
    const started = performance.now();
    await call();
    quickest = Math.min(quickest, performance.now() - started);
  }
  return quickest;
}

export const functionProbes: readonly Probe[] = [
  contextProbe,
  thrownErrorProbe,
  payloadProbe,
  topLevelAwaitProbe,
  sharedChunksProbe,
  keptAliveProbe,
  silentProbe,
];
