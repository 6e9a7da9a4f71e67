import type { Context } from 'aws-lambda';
import type { Environment } from '../config/environment.ts';
import { readEnvironment, runsInLambda } from '../config/environment.ts';
import { idGenerator } from '../ids/ids.ts';
import { awsLog } from '../observability/aws-log.ts';
import { awsMeter } from '../observability/aws-meter.ts';
import type { Declaration } from '../operation/declaration.ts';
import { systemClock } from '../time/clock.ts';
import type { BasePlatform, Capabilities, Capability } from './platform.ts';
import { systemRandom } from './system-random.ts';

/** Makes one capability from the function's environment, with AWS behind it. */
export type CapabilityBuilder<Name extends Capability> = (environment: Environment) => Capabilities[Name];

/** A builder for each capability that is needed, and for no other: what is not imported is not bundled. */
export type Builders<Needs> = { readonly [Name in Extract<keyof Needs, Capability>]-?: CapabilityBuilder<Name> };

/** Providers call at the rate of card payments, where a line for each would cost more than the function. */
const providerBurst = { everyMs: 5_000, now: () => systemClock.now().epochMilliseconds };

const basePlatform = (declaration: Declaration, environment: Environment): BasePlatform => ({
  clock: systemClock,
  random: systemRandom,
  ids: idGenerator(systemClock, systemRandom),
  log: awsLog(declaration.operationId),
  meter: awsMeter(declaration.operationId, declaration.kind === 'url' ? providerBurst : undefined),
  settings: environment.settings,
});

const awsPlatform = <Needs extends BasePlatform & Partial<Capabilities>>(
  declaration: Declaration,
  builders: Builders<Needs>,
): Needs => {
  const environment = readEnvironment(declaration);
  const capabilities = Object.entries<(environment: Environment) => unknown>(builders).map(
    ([name, build]) => [name, build(environment)] as const,
  );
  // Builders<Needs> names exactly the capabilities of Needs, each with its own type; a loop cannot express that.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return { ...basePlatform(declaration, environment), ...Object.fromEntries(capabilities) } as Needs;
};

/**
 * The function that Lambda calls. In Lambda everything is built while the environment starts, so that a missing
 * variable fails the deployment's first call and not a customer's; elsewhere (tests, generators, the local platform)
 * importing a handler builds nothing until it is called.
 *
 * @param wire the operation's chain; the local platform calls it with its own platform
 * @param builders a builder for each capability that `wire` needs
 */
export const lambdaHandler = <Needs extends BasePlatform & Partial<Capabilities>, Event, Result>(
  declaration: Declaration,
  wire: (platform: Needs) => (event: Event, context: Context) => Promise<Result>,
  builders: NoInfer<Builders<Needs>>,
): ((event: Event, context: Context) => Promise<Result>) => {
  const build = (): ((event: Event, context: Context) => Promise<Result>) =>
    wire(awsPlatform<Needs>(declaration, builders));
  let chain = runsInLambda() ? build() : undefined;
  return async (event, context) => {
    chain ??= build();
    return chain(event, context);
  };
};
