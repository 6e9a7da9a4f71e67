import { CustomResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { authorityKeysOf } from './operation-environment.ts';
import type { OperationFunction } from './operation-function.ts';

export interface DeploymentStepProps {
  readonly site: Site;
  readonly operation: OperationFunction;
  /** Answered fact → path under which it is published. */
  readonly publishes: Readonly<Record<string, string>>;
}

/** Runs an operation while its stack is deployed: at first, and again when the keys it depends on are others. */
export class DeploymentStep extends Construct {
  constructor(scope: Construct, id: string, props: DeploymentStepProps) {
    super(scope, id);
    const { site, operation, publishes } = props;
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: operation.function.functionArn,
      resourceType: 'Custom::NodalDeploymentStep',
      serviceTimeout: operation.timeout,
      properties: { Keys: authorityKeysOf(site, this).keys },
    });
    for (const [name, path] of Object.entries(publishes)) {
      site.published.publish(this, path, resource.getAttString(name));
    }
  }
}
