import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import settings from '../cdk.json' with { type: 'json' };
import { bundleSubdomain, noCode } from './bundling.ts';
import { deploymentOrder } from './deployment-order.ts';
import { Names } from './names.ts';
import { Published } from './published.ts';
import type { Site } from './site.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { ObservabilityStack } from './stacks/observability.ts';
import { SandboxStack } from './stacks/sandbox.ts';
import { SubdomainStack } from './stacks/subdomain.ts';
import { refuseLoopback, stages, type Stage, type StageName } from './stages.ts';
import { deployedOn, subdomains, type Subdomain } from './subdomains.ts';

export interface StacksProps {
  readonly stage: Stage;
  /** False: functions have no code; for whoever only reads the definitions. */
  readonly bundle: boolean;
  /** Default: everything that functions/ declares. */
  readonly subdomains?: readonly Subdomain[];
}

/** Adds every stack of a stage, ordered so that `cdk deploy --all` works in one go. */
export const addStacks = (app: App, props: StacksProps): void => {
  const { stage } = props;
  refuseLoopback(stage);
  const deployed = deployedOn(stage, props.subdomains ?? subdomains);
  const names = new Names(stage);
  const site: Site = {
    stage,
    names,
    published: new Published(names),
    operations: deployed.flatMap(({ operations }) => operations),
  };
  const code = (stack: SubdomainStack, subdomain: Subdomain): lambda.Code =>
    props.bundle && stack.bundlingRequired
      ? bundleSubdomain({ outdir: app.outdir, stackName: stack.stackName, subdomain })
      : noCode();
  const add = (subdomain: Subdomain): SubdomainStack =>
    subdomain.name === 'sandbox'
      ? new SandboxStack(app, { site, subdomain, code })
      : new SubdomainStack(app, { site, subdomain, code });

  const data = new DataStack(app, site);
  const order = deploymentOrder(deployed);
  const first = order.first.map(add);
  const others = order.others.map(add);
  const api = new ApiStack(app, site);
  const observability = new ObservabilityStack(app, site);

  let previous: DataStack | SubdomainStack = data;
  for (const stack of first) {
    stack.addStackDependency(previous);
    previous = stack;
  }
  for (const stack of others) stack.addStackDependency(previous);
  for (const stack of [...first, ...others]) api.addStackDependency(stack);
  api.addStackDependency(data);
  observability.addStackDependency(api);
};

/** Every finding of these packs is fixed or acknowledged on the single resource; anything else stops the synthesis. */
export const addChecks = (app: App): void => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
};

export interface BuildProps extends Omit<StacksProps, 'stage'> {
  readonly stage: StageName;
  /** Directory of the cloud assembly. Default: a temporary one. */
  readonly outdir?: string;
}

/** What a deployment wants of a synthesis and a reader does not. */
const quick = {
  analyticsReporting: false,
  builtinCloudFormationValidation: false,
  stackTraces: false,
  treeMetadata: false,
  // The feature flags that the CDK command line reads from the same file.
  context: settings.context,
} as const;

/** A whole app for those who read its templates; `bin/nodal.ts` is for those who deploy them. */
export const buildApp = ({ stage, outdir, ...props }: BuildProps): App => {
  const app = new App({ ...quick, ...(outdir === undefined ? {} : { outdir }) });
  addStacks(app, { ...props, stage: stages[stage] });
  return app;
};
