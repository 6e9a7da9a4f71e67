import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** A failed start of a function, or a dependency that did not answer; repeating is safe, every task is idempotent. */
const passing = [
  'temporarily_unavailable',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** How every task of a workflow is tried again: each at its own moment. */
export const retryPassing: sfn.RetryProps = {
  errors: passing,
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 5,
  maxDelay: Duration.minutes(1),
  jitterStrategy: sfn.JitterType.FULL,
};
