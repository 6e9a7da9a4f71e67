import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { OperationFunction } from '../constructs/operation-function.ts';
import { soon, taskSteps } from './task-step.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

/** The mandate's own timer ends an authentication on cards after three days. */
const payerPatience = Duration.days(4);

/** A bank that has said nothing for this long will not. */
const bankPatience = Duration.days(7);

/** Refunds take up to a week; the alarm of one that is late rings before. */
const refundPatience = Duration.days(15);

/** Ids only: no state of an execution ever holds a payer's data or a token. */
const ids = {
  tenantId: sfn.JsonPath.stringAt('$.tenantId'),
  mandateId: sfn.JsonPath.stringAt('$.mandateId'),
};

const step = taskSteps(ids);

/** A payer who says no is no failure of ours; everything else is, and the mandate is marked before the run ends. */
const notRegistered = (scope: Construct, failMandate: OperationFunction): sfn.IChainable => {
  const failed = sfn.Fail.jsonPath(scope, 'RegistrationFailed', {
    error: 'registration_failed',
    cause: 'A step failed for good; the mandate says which.',
  });
  const mark = step(scope, failMandate, {
    payload: sfn.TaskInput.fromObject({ ...ids, failure: sfn.JsonPath.objectAt('$.failure') }),
    ...soon,
  });
  mark.addCatch(failed, { resultPath: '$.markFailure' });
  return sfn.Choice.jsonPath(scope, 'WhatStoppedTheRegistration')
    .when(
      sfn.Condition.or(
        sfn.Condition.stringEquals('$.failure.Error', 'mandate_rejected'),
        sfn.Condition.stringEquals('$.failure.Error', 'mandate_expired'),
        sfn.Condition.stringEquals('$.failure.Error', 'mandate_cancelled'),
      ),
      sfn.Succeed.jsonPath(scope, 'NotRegistered'),
    )
    .otherwise(mark.next(failed));
};

/**
 * Authentication → token → refund of the INR 1 (SH-06 to SH-12). Each step waits for its task token, which
 * `resumeMandateRegistration` answers when payer, bank or provider have decided.
 */
export const mandateRegistration: WorkflowDefinition = {
  name: 'mandate-registration',
  timeout: Duration.days(27),
  impact: 'Customers who agreed to a mandate do not have one, or do not have their INR 1 back.',
  start: (scope, task) => {
    const stopped = notRegistered(scope, task('failMandate'));
    const waiting = {
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: sfn.TaskInput.fromObject({ ...ids, taskToken: sfn.JsonPath.taskToken }),
    };
    const authentication = step(scope, task('awaitAuthentication'), {
      ...waiting,
      taskTimeout: sfn.Timeout.duration(payerPatience),
    });
    const token = step(scope, task('confirmToken'), { ...waiting, taskTimeout: sfn.Timeout.duration(bankPatience) });
    for (const state of [authentication, token]) {
      state.addCatch(stopped, { errors: ['States.ALL'], resultPath: '$.failure' });
    }
    const refund = step(scope, task('refundAuthCharge'), {
      ...waiting,
      taskTimeout: sfn.Timeout.duration(refundPatience),
    });
    const notRefunded = sfn.Fail.jsonPath(scope, 'ChargeNotRefunded', {
      error: 'charge_not_refunded',
      cause: 'The mandate is registered; its INR 1 is not back with the payer.',
    });
    refund.addCatch(notRefunded, { errors: ['States.ALL'], resultPath: '$.failure' });
    return authentication.next(token).next(refund).next(sfn.Succeed.jsonPath(scope, 'Registered'));
  },
};
