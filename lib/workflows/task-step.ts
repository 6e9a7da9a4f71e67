import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import type { OperationFunction } from '../constructs/operation-function.ts';
import { pascal } from '../names.ts';

/** A failed start of a function, or a dependency that did not answer; repeating is safe, every task is idempotent. */
const passing = [
  'temporarily_unavailable',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** How every task of a workflow is tried again: each at its own moment. */
const retryPassing: sfn.RetryProps = {
  errors: passing,
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 5,
  maxDelay: Duration.minutes(1),
  jitterStrategy: sfn.JitterType.FULL,
};

/** For tasks that wait for nobody outside. */
export const soon = { taskTimeout: sfn.Timeout.duration(Duration.minutes(2)) };

/** Draws the state of a task. */
export type TaskStep = (
  scope: Construct,
  task: OperationFunction,
  more?: Partial<tasks.LambdaInvokeJsonPathProps>,
) => tasks.LambdaInvoke;

/**
 * States of a workflow's tasks: each gets the ids and nothing else, its answer is not kept, and what passes is tried again.
 * @param ids paths of the workflow's input; ids only, no state ever holds a person's or a card's data
 */
export const taskSteps =
  (ids: Readonly<Record<string, string>>): TaskStep =>
  (scope, task, more = {}) => {
    const state = tasks.LambdaInvoke.jsonPath(scope, pascal(kebab(task.declaration.operationId)), {
      lambdaFunction: task.function,
      payload: sfn.TaskInput.fromObject(ids),
      resultPath: sfn.JsonPath.DISCARD,
      retryOnServiceExceptions: false,
      ...more,
    });
    state.addRetry(retryPassing);
    return state;
  };
