import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { OperationFunction } from '../constructs/operation-function.ts';
import { soon, taskSteps } from './task-step.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

/** Video identification is offered for this long. */
const kycPatience = Duration.days(30);

/** Ids only: no state of an execution ever holds a person's or a card's data. */
const ids = {
  tenantId: sfn.JsonPath.stringAt('$.tenantId'),
  issuanceId: sfn.JsonPath.stringAt('$.issuanceId'),
};

const step = taskSteps(ids);

/** Failed runs end in a state named after what stopped them, after the issuance itself was marked as failed. */
const failureEnd = (scope: Construct, failIssuance: OperationFunction): sfn.IChainable => {
  const kycFailed = sfn.Fail.jsonPath(scope, 'KycFailed', {
    error: 'kyc_failed',
    cause: 'The person was not verified; the issuance says why.',
  });
  const issuanceFailed = sfn.Fail.jsonPath(scope, 'IssuanceFailed', {
    error: 'issuance_failed',
    cause: 'A step failed for good; the issuance says which.',
  });
  const whatFailed = sfn.Choice.jsonPath(scope, 'WhatFailed')
    .when(sfn.Condition.stringMatches('$.failure.Error', 'kyc_*'), kycFailed)
    .otherwise(issuanceFailed);
  const mark = step(scope, failIssuance, {
    payload: sfn.TaskInput.fromObject({ ...ids, failure: sfn.JsonPath.objectAt('$.failure') }),
    ...soon,
  });
  return mark.addCatch(issuanceFailed, { resultPath: '$.markFailure' }).next(whatFailed);
};

/**
 * KYC → balance → card (api.md section 4.3). Steps that are already satisfied answer at once; the KYC step waits for
 * its task token, which `resumeIssuance` answers when the vendor's result is in.
 */
export const cardIssuance: WorkflowDefinition = {
  name: 'card-issuance',
  timeout: Duration.days(31),
  impact: 'Customers who asked for a card do not get one.',
  start: (scope, task) => {
    const failed = failureEnd(scope, task('failIssuance'));
    const kyc = step(scope, task('ensureKyc'), {
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: sfn.TaskInput.fromObject({ ...ids, taskToken: sfn.JsonPath.taskToken }),
      taskTimeout: sfn.Timeout.duration(kycPatience),
    });
    const balance = step(scope, task('ensureBalance'), soon);
    const card = step(scope, task('issueCard'), soon);
    for (const state of [kyc, balance, card]) {
      state.addCatch(failed, { errors: ['States.ALL'], resultPath: '$.failure' });
    }
    return kyc.next(balance).next(card).next(sfn.Succeed.jsonPath(scope, 'Issued'));
  },
};
