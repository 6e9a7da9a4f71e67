import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import { stages } from '../../lib/stages.ts';
import type { DemoTenant } from '../demo-tenant.ts';
import { createDemoTenant } from '../demo-tenant.ts';
import { apiClient } from '../demo/api-client.ts';
import type { PlatformFile } from '../platform-file.ts';
import type { StackOutputs } from './cdk-cli.ts';
import { deployStacks } from './cdk-cli.ts';
import { ministackCredentials, ministackRegion } from './launcher.ts';
import type { StaffMember, StaffPool } from './staff.ts';
import { signInStaff } from './staff.ts';

const stackPrefix = 'Nodal-ministack-';

/** The platform as the CDK deployed it, with what tests do from outside HTTP. */
export interface DeployedPlatform {
  readonly endpoint: string;
  /** Everything below `/api/v1.0`. */
  readonly baseUrl: string;
  /** Full URL that the issuing processor posts its events to. */
  readonly issuerIngressUrl: string;
  /** Full URL that the issuing processor asks for decisions at. */
  readonly authorizationIngressUrl: string;
  /** Full URL that the payment provider posts its events to. */
  readonly paymentIngressUrl: string;
  /** @returns an ID token of the deployed user pool */
  staffToken(member: StaffMember): Promise<string>;
  /** The live value of one of the stage's secrets: tests sign as a provider does. */
  secret(name: string): Promise<string>;
  /** Runs an operation's function with an empty event, as its schedule does. @throws Error when it fails */
  invoke(operationId: string): Promise<void>;
}

/** @throws Error when a stack or an output is missing: the app no longer says where it is */
const output = (outputs: StackOutputs, stack: string, name: string): string => {
  const value = outputs[`${stackPrefix}${stack}`]?.[name];
  if (value === undefined) throw new Error(`${stackPrefix}${stack} has no output ${name}`);
  return value;
};

/**
 * Deploys every stack to the emulator with the CDK CLI and says where everything is.
 * @throws Error with the end of the CLI's output
 */
export async function deployPlatform(endpoint: string): Promise<DeployedPlatform> {
  const outputs = await deployStacks(endpoint);
  await verifyMailDomain(endpoint);
  const pool: StaffPool = {
    poolId: output(outputs, 'Data', 'StaffPoolId'),
    clientId: output(outputs, 'Data', 'StaffClientId'),
  };
  return {
    endpoint,
    baseUrl: output(outputs, 'Api', 'BaseUrl'),
    issuerIngressUrl: output(outputs, 'Ingress', 'IssuerEventsUrl'),
    authorizationIngressUrl: output(outputs, 'Authorizations', 'AuthorizationsUrl'),
    paymentIngressUrl: output(outputs, 'Ingress', 'PaymentEventsUrl'),
    staffToken: (member) => signInStaff(endpoint, pool, member),
    secret: (name) => readSecret(endpoint, name),
    invoke: (operationId) => invoke(endpoint, operationId),
  };
}

/** The domain that mail is sent from is verified outside the app; without it the emulator refuses mail, as AWS does. */
async function verifyMailDomain(endpoint: string): Promise<void> {
  const mail = new SESv2Client({ endpoint, region: ministackRegion, credentials: ministackCredentials });
  const [, domain] = stages.ministack.mailSender.split('@');
  try {
    await mail.send(new CreateEmailIdentityCommand({ EmailIdentity: domain }));
  } catch (error) {
    const isThere = error instanceof Error && error.name === 'AlreadyExistsException';
    if (!isThere) throw error;
  } finally {
    mail.destroy();
  }
}

async function readSecret(endpoint: string, name: string): Promise<string> {
  const secrets = new SecretsManagerClient({ endpoint, region: ministackRegion, credentials: ministackCredentials });
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: `nodal/ministack/${name}` }));
  secrets.destroy();
  if (SecretString === undefined) throw new Error(`the secret ${name} has no value`);
  return SecretString;
}

async function invoke(endpoint: string, operationId: string): Promise<void> {
  const lambda = new LambdaClient({ endpoint, region: ministackRegion, credentials: ministackCredentials });
  const FunctionName = `nodal-ministack-${kebab(operationId)}`;
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{}') }));
  lambda.destroy();
  if (FunctionError !== undefined && FunctionError !== '') throw new Error(`${operationId} failed: ${FunctionError}`);
}

/** Operators of the platform signed in and a tenant to try it with; the shape of `.local/platform.json`. */
export async function prepareForCallers(platform: DeployedPlatform): Promise<PlatformFile> {
  const operatorToken = await platform.staffToken({ role: 'Admin', tenant: 'platform' });
  const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${operatorToken}` });
  const demo: DemoTenant = await createDemoTenant(operator);
  return {
    baseUrl: platform.baseUrl,
    issuerIngressUrl: platform.issuerIngressUrl,
    authorizationIngressUrl: platform.authorizationIngressUrl,
    paymentIngressUrl: platform.paymentIngressUrl,
    operatorToken,
    managerToken: await platform.staffToken({ role: 'Manager', tenant: 'platform' }),
    employeeToken: await platform.staffToken({ role: 'Employee', tenant: 'platform' }),
    demo,
  };
}
