import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { OperationFunction } from '../constructs/operation-function.ts';
import { soon, taskSteps } from './task-step.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

/** A personaliser that has said nothing for this long will not; the report was pulled daily meanwhile. */
const reportPatience = Duration.days(30);

/** By now the last reminder is a month old, and nobody tells where the plastic is. */
const deliveryPatience = Duration.days(60);

/** Ids only: no state of an execution ever holds an address, a name or a card's data. */
const ids = {
  tenantId: sfn.JsonPath.stringAt('$.tenantId'),
  cardId: sfn.JsonPath.stringAt('$.cardId'),
  orderId: sfn.JsonPath.stringAt('$.orderId'),
};

const step = taskSteps(ids);

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

/** The card is there and stays usable however the delivery ends; only the plastic did not reach its holder. */
const deliveryEnd = (scope: Construct): sfn.IChainable => {
  const end = (id: string, error: string, cause: string) => sfn.Fail.jsonPath(scope, id, { error, cause });
  const failedBy = (error: string) => sfn.Condition.stringEquals('$.failure.Error', error);
  return sfn.Choice.jsonPath(scope, 'WhatBecameOfTheDelivery')
    .when(
      failedBy('delivery_returned'),
      end('DeliveryReturned', 'delivery_returned', 'The plastic went back to its sender.'),
    )
    .when(
      failedBy('delivery_lost'),
      end('DeliveryLost', 'delivery_lost', 'An incident was resolved by another plastic.'),
    )
    .when(
      failedBy('States.Timeout'),
      end('DeliveryUnknown', 'delivery_unknown', 'Nobody told what became of the plastic.'),
    )
    .otherwise(end('DeliveryNotFollowed', 'delivery_not_followed', 'The step that waits failed for good.'));
};

/**
 * Order → report → link → delivered (AN-61). The first and the last step wait for their task tokens, which
 * `resumeCardOrder` answers when the personalisation or the delivery has ended.
 */
export const physicalCardOrder: WorkflowDefinition = {
  name: 'physical-card-order',
  timeout: Duration.days(91),
  impact: 'Customers who ordered a card do not get one, or its plastic did not arrive.',
  start: (scope, task) => {
    const failed = failureEnd(scope, task('failCardOrder'));
    const waiting = {
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: sfn.TaskInput.fromObject({ ...ids, taskToken: sfn.JsonPath.taskToken }),
    };
    const place = step(scope, task('placeCardOrder'), {
      ...waiting,
      taskTimeout: sfn.Timeout.duration(reportPatience),
    });
    const link = step(scope, task('linkCard'), soon);
    for (const state of [place, link]) {
      state.addCatch(failed, { errors: ['States.ALL'], resultPath: '$.failure' });
    }
    const delivery = step(scope, task('awaitDelivery'), {
      ...waiting,
      taskTimeout: sfn.Timeout.duration(deliveryPatience),
    });
    delivery.addCatch(deliveryEnd(scope), { errors: ['States.ALL'], resultPath: '$.failure' });
    return place.next(link).next(delivery).next(sfn.Succeed.jsonPath(scope, 'Delivered'));
  },
};
