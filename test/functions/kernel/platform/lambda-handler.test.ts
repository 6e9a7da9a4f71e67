import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { declareUrl } from '../../../../functions/kernel/operation/declaration.ts';
import { lambdaHandler, type Builders } from '../../../../functions/kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../../../functions/kernel/platform/platform.ts';

const declaration = declareUrl({
  operationId: 'receiveThing',
  subdomain: 'ingress',
  summary: 'A function for this test.',
  url: 'things',
  uses: ['secrets', 'bus'],
  access: 'none',
  settings: ['API_BASE_URL'],
  emits: [],
  errors: [],
});

type Needs = BasePlatform & Pick<Capabilities, 'secrets' | 'bus'>;
const context = {} as Context;

const wiring = () => {
  const wired: Needs[] = [];
  const wire = (platform: Needs) => {
    wired.push(platform);
    return async (event: { name: string }) => {
      const [secret] = await platform.secrets.values(event.name);
      return { secret, url: platform.settings['API_BASE_URL'], stage: await platform.bus.publish([]) };
    };
  };
  return { wired, wire };
};
const builders: Builders<Needs> = {
  secrets: ({ secretPrefix }) => ({ values: (name) => Promise.resolve([`${secretPrefix}${name}`]) }),
  bus: () => ({ publish: () => Promise.resolve([true]) }),
};

const given = (): void => {
  vi.stubEnv('NODAL_STAGE', 'dev');
  vi.stubEnv('NODAL_SECRET_PREFIX', 'nodal/dev/');
  vi.stubEnv('NODAL_BUS', 'nodal-dev');
  vi.stubEnv('API_BASE_URL', 'https://api.example');
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the function that Lambda calls', () => {
  it('M-39 builds nothing on import outside Lambda, and once on the first call', async () => {
    const { wire, wired } = wiring();
    const handler = lambdaHandler(declaration, wire, builders);
    expect(wired).toHaveLength(0);
    given();
    expect(await handler({ name: 'pepper' }, context)).toEqual({
      secret: 'nodal/dev/pepper',
      url: 'https://api.example',
      stage: [true],
    });
    await handler({ name: 'pepper' }, context);
    expect(wired).toHaveLength(1);
  });

  it('M-39 builds at init in Lambda, where a missing variable stops the function', () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'nodal-dev-receive-thing');
    const { wire, wired } = wiring();
    expect(() => lambdaHandler(declaration, wire, builders)).toThrow('NODAL_STAGE is missing');
    given();
    lambdaHandler(declaration, wire, builders);
    expect(wired).toHaveLength(1);
  });

  it('M-39 gives every function clock, randomness, ids, log and meter', () => {
    given();
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'nodal-dev-receive-thing');
    const { wire, wired } = wiring();
    lambdaHandler(declaration, wire, builders);
    expect(Object.keys(wired[0]!).sort()).toEqual(
      ['bus', 'clock', 'ids', 'log', 'meter', 'random', 'secrets', 'settings'].sort(),
    );
    expect(wired[0]!.random.bytes(16)).toHaveLength(16);
    expect(wired[0]!.ids.nextGlobal('req')).toMatch(/^req_[0-9a-z]{26}$/);
  });

  it('M-39 takes a builder for exactly the capabilities that are needed', () => {
    expectTypeOf<keyof Builders<Needs>>().toEqualTypeOf<'secrets' | 'bus'>();
    const { wire } = wiring();
    // @ts-expect-error the builder of the bus is missing
    expect(typeof lambdaHandler(declaration, wire, { secrets: builders.secrets })).toBe('function');
    // @ts-expect-error nobody needs a table here
    expect(typeof lambdaHandler(declaration, wire, { ...builders, table: () => undefined })).toBe('function');
  });
});
