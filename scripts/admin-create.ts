import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseArgs } from 'node:util';
import { ministackCredentials, ministackRegion } from '../local/ministack/launcher.ts';
import { createStaff } from './staff/create-staff.ts';

/**
 * `npm run admin:create -- --stage dev --email ann@example.com --group Admin --tenant platform`: a member of staff of
 * the platform, or of the tenant whose id is given. Cognito mails a temporary password.
 *
 * The usual AWS environment decides where. With AWS_ENDPOINT_URL and no access key it speaks to MiniStack.
 */
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { stage: text, email: text, group: text, tenant: text } });
const { stage, email, group, tenant } = values;
const isMinistack =
  process.env['AWS_ENDPOINT_URL'] !== undefined &&
  process.env['AWS_ACCESS_KEY_ID'] === undefined &&
  process.env['AWS_PROFILE'] === undefined;
const settings = isMinistack ? { region: ministackRegion, credentials: ministackCredentials } : {};

try {
  if (stage === undefined || email === undefined || group === undefined || tenant === undefined) {
    throw new Error('Say who: --stage dev --email ann@example.com --group Admin --tenant platform (or ten_…).');
  }
  const clients = {
    cloudFormation: new CloudFormationClient(settings),
    cognito: new CognitoIdentityProviderClient(settings),
    dynamo: new DynamoDBClient(settings),
  };
  const outcome = await createStaff(clients, { stage, email, group, tenant });
  console.log(`${email}: ${outcome}, ${group} of ${tenant} on ${stage}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
