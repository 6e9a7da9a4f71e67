import { NestedStack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { HttpDeclaration, Route, Surface } from '../../functions/kernel/operation/declaration.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { GatewayFunctions } from '../constructs/gateway-functions.ts';
import type { Site } from '../site.ts';

export interface SurfaceRoute {
  readonly declaration: HttpDeclaration;
  readonly route: Route;
}

export interface SurfaceStackProps {
  readonly site: Site;
  readonly surface: Surface;
  readonly routes: readonly SurfaceRoute[];
  readonly restApiId: string;
  /** The resource `/v1.0`. */
  readonly versionResourceId: string;
  /** Last part of the surface's base path, such as `secure`. */
  readonly basePath: string;
  /** Undefined only where every route is open. */
  readonly authorizerId: string | undefined;
  /** Whether calls count against the tenant's usage plan. */
  readonly metered: boolean;
}

/** Paths and methods of one surface; nested, so that the API's template stays small however many routes there are. */
export class SurfaceStack extends NestedStack {
  readonly #props: SurfaceStackProps;

  constructor(scope: Construct, id: string, props: SurfaceStackProps) {
    super(scope, id, { description: `Routes of the ${props.surface} surface.` });
    this.#props = props;
    const api = apigateway.RestApi.fromRestApiAttributes(this, 'Api', {
      restApiId: props.restApiId,
      rootResourceId: props.versionResourceId,
    });
    const base = api.root.addResource(props.basePath);
    const functions = new GatewayFunctions(this, props.site);
    for (const { declaration, route } of props.routes) {
      const target = functions.named(declaration.operationId);
      // One permission per function and not one per method.
      const integration = new apigateway.LambdaIntegration(target, {
        scopePermissionToMethod: false,
      });
      const path = route.path.slice(1);
      const resource = path === '' ? base : base.resourceForPath(path);
      this.#method(resource, { declaration, route }, integration);
    }
  }

  #method(resource: apigateway.IResource, { declaration, route }: SurfaceRoute, to: apigateway.Integration): void {
    const method = resource.addMethod(route.method, to, {
      operationName: declaration.operationId,
      ...this.#access(route),
    });
    acknowledge(
      method,
      route.open === true
        ? {
            'AwsSolutions-APIG4': `${declaration.operationId} is open by contract: it comes before any credential.`,
            'AwsSolutions-COG4': `${declaration.operationId} is open by contract: it comes before any credential.`,
          }
        : {
            'AwsSolutions-COG4':
              "The surface's own authorizer checks hashed keys or the user pool's tokens, and the tenant with them.",
          },
    );
  }

  #access(route: Route): apigateway.MethodOptions {
    if (route.open === true) return { authorizationType: apigateway.AuthorizationType.NONE };
    const { authorizerId, surface, metered } = this.#props;
    if (authorizerId === undefined) throw new Error(`${surface} ${route.path} needs an authorizer of its surface.`);
    return {
      authorizer: { authorizerId, authorizationType: apigateway.AuthorizationType.CUSTOM },
      apiKeyRequired: metered,
    };
  }
}
