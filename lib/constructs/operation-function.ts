import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { kebab, type Declaration } from '../../functions/kernel/operation/declaration.ts';
import type { Site } from '../site.ts';
import { acknowledge } from './acknowledge.ts';
import { encryptedLogs } from './encrypted-logs.ts';
import { environmentOf } from './operation-environment.ts';
import { grantsOf, wildcardReasons } from './operation-grants.ts';

export interface OperationFunctionProps {
  readonly site: Site;
  readonly declaration: Declaration;
  /** Holds `<kebab operation id>/index.mjs` for every operation of the stack. */
  readonly code: lambda.Code;
}

/** Below the gateway's 29 s for callers that wait, generous for those that nobody waits for. */
const defaultTimeouts: Readonly<Record<Declaration['kind'], number>> = {
  http: 15,
  url: 10,
  authorizer: 5,
  queue: 30,
  task: 30,
  timer: 30,
  schedule: 60,
  stream: 60,
  deployment: 60,
};

export const timeoutOf = (declaration: Declaration): Duration =>
  Duration.seconds(declaration.timeoutSeconds ?? defaultTimeouts[declaration.kind]);

const tracing = new iam.PolicyStatement({
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
});

/** One operation in Lambda: its own role, log group and environment, all derived from its declaration. */
export class OperationFunction extends Construct {
  readonly declaration: Declaration;
  readonly function: lambda.Function;
  readonly timeout: Duration;
  readonly #permissions = new iam.PolicyDocument();

  constructor(scope: Construct, id: string, props: OperationFunctionProps) {
    super(scope, id);
    const { site, declaration } = props;
    this.declaration = declaration;
    this.timeout = timeoutOf(declaration);
    const functionName = site.names.function(declaration.operationId);
    const logGroup = encryptedLogs(this, site, `/aws/lambda/${functionName}`);
    const role = this.#role(functionName, logGroup);
    this.allow(...grantsOf(site, declaration, this));
    this.function = new lambda.Function(this, 'Function', {
      functionName,
      description: declaration.summary,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: props.code,
      handler: `${kebab(declaration.operationId)}/index.handler`,
      role: role.withoutPolicyUpdates(),
      logGroup,
      tracing: lambda.Tracing.ACTIVE,
      memorySize: declaration.memoryMb ?? 512,
      timeout: this.timeout,
      environment: { ...environmentOf(site, declaration, this) },
      ...this.#reservation(site),
      ...this.#logging(),
    });
    this.#acknowledge(role, wildcardReasons(site, declaration));
  }

  /** Adds to the function's own policy; for what its trigger needs. */
  allow(...statements: readonly iam.PolicyStatement[]): void {
    this.#permissions.addStatements(...statements);
  }

  #role(roleName: string, logGroup: logs.LogGroup): iam.Role {
    this.allow(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
      tracing,
    );
    const role = new iam.Role(this, 'Role', {
      roleName,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Operation: this.#permissions },
    });
    return role;
  }

  /** Only doors to the internet keep concurrency for themselves; the API has its own throttle. */
  /**
   * Where every request of a provider comes, Lambda's own three lines for each cost more than what they tell: only its
   * warnings are kept. What the function writes itself is not touched.
   */
  #logging(): Pick<lambda.FunctionProps, 'loggingFormat' | 'systemLogLevelV2'> {
    return this.declaration.kind === 'url'
      ? { loggingFormat: lambda.LoggingFormat.JSON, systemLogLevelV2: lambda.SystemLogLevel.WARN }
      : {};
  }

  #reservation(site: Site): Pick<lambda.FunctionProps, 'reservedConcurrentExecutions'> {
    const reserved = site.stage.publicReservedConcurrency;
    return this.declaration.kind === 'url' && reserved !== undefined ? { reservedConcurrentExecutions: reserved } : {};
  }

  #acknowledge(role: iam.Role, reasons: Readonly<Record<string, string>>): void {
    acknowledge(role, {
      ...reasons,
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray has no resources to name.',
      'Serverless-LambdaStarPermissions': 'X-Ray has no resources to name; every other statement names what it is for.',
    });
    acknowledge(this.function, {
      'Serverless-LambdaDLQ':
        this.declaration.kind === 'schedule'
          ? 'Its failure destination takes failed invocations, with more context than a dead-letter target.'
          : 'Nothing invokes it asynchronously: callers wait, and queue and stream keep what failed.',
    });
  }
}
