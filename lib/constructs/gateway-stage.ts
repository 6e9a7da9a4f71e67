import { RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { acknowledge } from './acknowledge.ts';
import { encryptedLogs } from './encrypted-logs.ts';

/** Of all tenants together; each tenant's own limit is its usage plan. */
const stageThrottle = { rate: 2000, burst: 4000 } as const;

/** One line per request: who, which route, how it ended. The route's pattern, not its path, and no header or query. */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  traceId: '$context.xrayTraceId',
  time: '$context.requestTimeEpoch',
  sourceIp: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  bytes: '$context.responseLength',
  tenantId: '$context.authorizer.tenantId',
  refusedBy: '$context.error.responseType',
});

export interface GatewayStageProps {
  readonly site: Site;
  readonly deployment: apigateway.Deployment;
}

/** The stage `api`: traced, throttled, logged without bodies. */
export class GatewayStage extends Construct {
  readonly stage: apigateway.Stage;

  constructor(scope: Construct, id: string, props: GatewayStageProps) {
    super(scope, id);
    const { site } = props;
    const logGroup = encryptedLogs(this, site, `/aws/apigateway/${site.names.prefix}-access`);
    this.stage = new apigateway.Stage(this, 'Stage', {
      deployment: props.deployment,
      stageName: 'api',
      tracingEnabled: true,
      metricsEnabled: true,
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      // Data traces would write request and answer bodies into the log.
      dataTraceEnabled: false,
      throttlingRateLimit: stageThrottle.rate,
      throttlingBurstLimit: stageThrottle.burst,
      accessLogDestination: new apigateway.LogGroupLogDestination(logGroup),
      accessLogFormat: apigateway.AccessLogFormat.custom(accessLogFormat),
    });
    this.stage.node.addDependency(this.#accountRole());
  }

  /** API Gateway logs with a role of the account, not of the API. It stays when this stack goes: others use it too. */
  #accountRole(): apigateway.CfnAccount {
    const policy = 'service-role/AmazonAPIGatewayPushToCloudWatchLogs';
    const role = new iam.Role(this, 'LoggingRole', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(policy)],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(role, {
      [`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`]:
        'The role belongs to API Gateway itself, and AWS keeps this policy in step with what the service logs.',
    });
    const account = new apigateway.CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return account;
  }
}
