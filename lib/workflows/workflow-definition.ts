import type { Duration } from 'aws-cdk-lib';
import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { OperationFunction } from '../constructs/operation-function.ts';

/** A workflow: what draws its states, and what everybody should know about it. */
export interface WorkflowDefinition {
  /** Without the stage; task declarations name it. */
  readonly name: string;
  readonly timeout: Duration;
  /** What does not happen when runs fail, for whom. */
  readonly impact: string;
  /** @param task the function of an operation of this workflow; throws when there is none */
  start(scope: Construct, task: (operationId: string) => OperationFunction): IChainable;
}
