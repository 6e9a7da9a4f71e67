import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { pascal } from '../names.ts';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import type { OperationFunction } from '../constructs/operation-function.ts';
import { retryPassing } from './retry-passing.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

/** A personaliser that has said nothing for this long will not; the report was pulled daily meanwhile. */
const reportPatience = Duration.days(30);

/** Ids only: no state of an execution ever holds an address, a name or a card's data. */
const ids = {
  tenantId: sfn.JsonPath.stringAt('$.tenantId'),
  cardId: sfn.JsonPath.stringAt('$.cardId'),
  orderId: sfn.JsonPath.stringAt('$.orderId'),
};

const step = (
  scope: Construct,
  task: OperationFunction,
  more: Partial<tasks.LambdaInvokeJsonPathProps> = {},
): tasks.LambdaInvoke => {
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

const soon = { taskTimeout: sfn.Timeout.duration(Duration.minutes(2)) };

/** Failed runs end in a state named after what stopped them, after the order itself was marked as failed. */
const failureEnd = (scope: Construct, failCardOrder: OperationFunction): sfn.IChainable => {
  const rejected = sfn.Fail.jsonPath(scope, 'PersonalizationRejected', {
    error: 'personalization_rejected',
    cause: 'The personaliser did not make the card.',
  });
  const failed = sfn.Fail.jsonPath(scope, 'CardOrderFailed', {
    error: 'card_order_failed',
    cause: 'A step failed for good; the order says which.',
  });
  const whatFailed = sfn.Choice.jsonPath(scope, 'WhatStoppedTheOrder')
    .when(sfn.Condition.stringEquals('$.failure.Error', 'personalization_rejected'), rejected)
    .otherwise(failed);
  const mark = step(scope, failCardOrder, {
    payload: sfn.TaskInput.fromObject({ ...ids, failure: sfn.JsonPath.objectAt('$.failure') }),
    ...soon,
  });
  return mark.addCatch(failed, { resultPath: '$.markFailure' }).next(whatFailed);
};

/**
 * Order → report → link (AN-61). The first step waits for its task token, which `resumeCardOrder` answers when the
 * personalisation has ended. What happens on the way to the holder is told by events and keeps no execution open.
 */
export const physicalCardOrder: WorkflowDefinition = {
  name: 'physical-card-order',
  timeout: Duration.days(31),
  impact: 'Customers who ordered a card do not get one.',
  start: (scope, task) => {
    const failed = failureEnd(scope, task('failCardOrder'));
    const place = step(scope, task('placeCardOrder'), {
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: sfn.TaskInput.fromObject({ ...ids, taskToken: sfn.JsonPath.taskToken }),
      taskTimeout: sfn.Timeout.duration(reportPatience),
    });
    const link = step(scope, task('linkCard'), soon);
    for (const state of [place, link]) {
      state.addCatch(failed, { errors: ['States.ALL'], resultPath: '$.failure' });
    }
    return place.next(link).next(sfn.Succeed.jsonPath(scope, 'Linked'));
  },
};
