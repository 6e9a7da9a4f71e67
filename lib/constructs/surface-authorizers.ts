import { Aws } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AuthorizerDeclaration, Surface } from '../../functions/kernel/operation/declaration.ts';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import { pascal } from '../names.ts';
import type { Site } from '../site.ts';

export interface SurfaceAuthorizersProps {
  readonly site: Site;
  readonly restApiId: string;
}

/** One REQUEST authorizer for each authorizer operation; surfaces that share the operation share its cache. */
export class SurfaceAuthorizers extends Construct {
  readonly #site: Site;
  readonly #restApiId: string;
  readonly #ids = new Map<Surface, string>();

  constructor(scope: Construct, id: string, props: SurfaceAuthorizersProps) {
    super(scope, id);
    this.#site = props.site;
    this.#restApiId = props.restApiId;
    for (const declaration of props.site.operations) {
      if (declaration.kind === 'authorizer') this.#authorizer(declaration);
    }
  }

  /** @returns undefined for a surface that no operation authorizes */
  idFor(surface: Surface): string | undefined {
    return this.#ids.get(surface);
  }

  #authorizer(declaration: AuthorizerDeclaration): void {
    const { names } = this.#site;
    const id = pascal(kebab(declaration.operationId));
    const functionArn = names.functionArn(declaration.operationId);
    const authorizer = new apigateway.CfnAuthorizer(this, id, {
      restApiId: this.#restApiId,
      name: kebab(declaration.operationId),
      type: 'REQUEST',
      identitySource: `method.request.header.${declaration.identitySource}`,
      authorizerResultTtlInSeconds: declaration.cacheSeconds,
      authorizerUri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
    });
    new lambda.CfnPermission(this, `${id}Permission`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${this.#restApiId}/authorizers/${authorizer.ref}`,
    });
    for (const surface of declaration.surfaces) this.#ids.set(surface, authorizer.ref);
  }
}
