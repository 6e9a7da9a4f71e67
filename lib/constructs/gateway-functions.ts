import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { pascal } from '../names.ts';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import type { Site } from '../site.ts';

/** Functions of other stacks by name, one reference and so one permission each. */
export class GatewayFunctions {
  readonly #scope: Construct;
  readonly #site: Site;
  readonly #known = new Map<string, lambda.IFunction>();

  constructor(scope: Construct, site: Site) {
    this.#scope = scope;
    this.#site = site;
  }

  named(operationId: string): lambda.IFunction {
    const known = this.#known.get(operationId);
    if (known !== undefined) return known;
    const reference = lambda.Function.fromFunctionAttributes(this.#scope, pascal(kebab(operationId)), {
      functionArn: this.#site.names.functionArn(operationId),
      sameEnvironment: true,
    });
    this.#known.set(operationId, reference);
    return reference;
  }
}
