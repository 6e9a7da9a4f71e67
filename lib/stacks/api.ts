import { createHash } from 'node:crypto';
import { CfnOutput } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { surfacePaths, type Surface } from '../../functions/kernel/operation/declaration.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { Doors } from '../constructs/doors.ts';
import { Firewall } from '../constructs/firewall.ts';
import { GatewayResponses, refusals } from '../constructs/gateway-responses.ts';
import { GatewayStage } from '../constructs/gateway-stage.ts';
import { SurfaceAuthorizers } from '../constructs/surface-authorizers.ts';
import { pascal } from '../names.ts';
import { published } from '../published.ts';
import type { Site } from '../site.ts';
import { NodalStack } from './nodal-stack.ts';
import { SurfaceStack, type SurfaceRoute } from './surface.ts';

/** A tenant's rate limit (api.md section 2). */
const tenantThrottle = { rateLimit: 100, burstLimit: 200 } as const;

/** Surfaces whose callers have a key, and with it a place in the usage plan. */
const metered: readonly Surface[] = ['secure', 'sandbox', 'customer'];

const surfaceNames: readonly Surface[] = ['secure', 'customer', 'admin', 'sandbox'];

/** The REST API: surfaces in nested stacks, authorizers, refusals, stage, limits, firewall. Refers to functions by name. */
export class ApiStack extends NodalStack {
  readonly #site: Site;

  constructor(scope: Construct, site: Site) {
    super(scope, 'Api', { site, description: 'The API in front of every operation.' });
    this.#site = site;
    const definition = new apigateway.CfnRestApi(this, 'Definition', {
      name: site.names.prefix,
      description: 'Nodal platform API.',
      // The authorizer returns the usage plan key; a tenant's secret never enters API Gateway.
      apiKeySourceType: 'AUTHORIZER',
      endpointConfiguration: { types: ['REGIONAL'] },
      disableExecuteApiEndpoint: site.stage.domain !== undefined,
    });
    acknowledge(definition, {
      'AwsSolutions-APIG2':
        "The functions' schemas validate every request and name all faults at once, which the gateway cannot.",
    });
    const api = apigateway.RestApi.fromRestApiAttributes(this, 'Api', {
      restApiId: definition.ref,
      rootResourceId: definition.attrRootResourceId,
    });
    const stage = this.#stage(api, this.#surfaces(api));
    this.#limits(api, stage);
    new Firewall(this, 'Firewall', { name: site.names.prefix, stageArn: stage.stageArn });
    this.#addresses(api, stage);
  }

  #surfaces(api: apigateway.IRestApi): readonly SurfaceStack[] {
    const authorizers = new SurfaceAuthorizers(this, 'Authorizers', { site: this.#site, restApiId: api.restApiId });
    const version = api.root.addResource('v1.0');
    return surfaceNames.flatMap((surface) => {
      const routes = this.#routesOf(surface);
      if (routes.length === 0) return [];
      const stack = new SurfaceStack(this, pascal(surface), {
        site: this.#site,
        surface,
        routes,
        restApiId: api.restApiId,
        versionResourceId: version.resourceId,
        basePath: surfacePaths[surface].slice('/v1.0/'.length),
        authorizerId: authorizers.idFor(surface),
        metered: metered.includes(surface),
      });
      return [stack];
    });
  }

  #routesOf(surface: Surface): readonly SurfaceRoute[] {
    return this.#site.operations.flatMap((declaration) =>
      declaration.kind === 'http'
        ? declaration.routes.filter((route) => route.surface === surface).map((route) => ({ declaration, route }))
        : [],
    );
  }

  #stage(api: apigateway.IRestApi, surfaces: readonly SurfaceStack[]): apigateway.Stage {
    new GatewayResponses(this, 'Responses', { api });
    const deployment = new apigateway.Deployment(this, 'Deployment', { api });
    deployment.addToLogicalId(this.#fingerprint());
    deployment.node.addDependency(...surfaces, this.node.findChild('Responses'), this.node.findChild('Authorizers'));
    return new GatewayStage(this, 'Gateway', { site: this.#site, deployment }).stage;
  }

  /** A deployment is a snapshot; a change in a nested stack is served only if the deployment is a new one. */
  #fingerprint(): string {
    const routes = surfaceNames.flatMap((surface) =>
      this.#routesOf(surface).map(({ declaration, route }) => [declaration.operationId, route]),
    );
    const authorizers = this.#site.operations
      .filter(({ kind }) => kind === 'authorizer')
      .map((declaration) => ({ ...declaration, summary: '' }));
    const gateway = refusals.map((refusal) => ({ ...refusal, type: refusal.type.responseType }));
    return createHash('sha256').update(JSON.stringify({ routes, authorizers, gateway, metered })).digest('hex');
  }

  #limits(api: apigateway.IRestApi, stage: apigateway.Stage): void {
    new apigateway.UsagePlan(this, 'Standard', {
      name: this.#site.names.usagePlan,
      description: 'Every tenant that has no plan of its own.',
      throttle: tenantThrottle,
      apiStages: [{ api, stage }],
    });
  }

  #addresses(api: apigateway.IRestApi, stage: apigateway.Stage): void {
    const { published: facts, stage: settings } = this.#site;
    facts.publish(this, published.apiId, api.restApiId);
    const { domain } = settings;
    if (domain !== undefined) new Doors(this, 'Doors', { site: this.#site, api, stage, domain });
    new CfnOutput(this, 'BaseUrl', { value: `${this.#origin(api)}/api/v1.0` });
  }

  #origin({ restApiId }: apigateway.IRestApi): string {
    const { domain, endpoint, region } = this.#site.stage;
    if (domain !== undefined) return `https://${domain.name}`;
    return endpoint === undefined
      ? `https://${restApiId}.execute-api.${region}.${this.urlSuffix}`
      : `${endpoint}/_aws/execute-api/${restApiId}`;
  }
}
