import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Records why one resource departs from a rule of cdk-nag. Only ever for the resource at hand: an exception on a
 * stack would also hide tomorrow's mistake.
 * @param exceptions rule id, with the finding in brackets where a rule has several, and the reason
 */
export const acknowledge = (resource: IConstruct, exceptions: Readonly<Record<string, string>>): void => {
  Validations.of(resource).acknowledge(...Object.entries(exceptions).map(([id, reason]) => ({ id, reason })));
};
