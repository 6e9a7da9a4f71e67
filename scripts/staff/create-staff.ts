import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { lookupKey } from '../../functions/kernel/persistence/keys.ts';

const roles = ['Admin', 'Manager', 'Employee'] as const;
type Role = (typeof roles)[number];

/** A member of staff as the command line names one. */
export interface StaffOrder {
  readonly stage: string;
  readonly email: string;
  readonly group: string;
  /** `platform` for operators, else a tenant's id. */
  readonly tenant: string;
}

export interface Clients {
  readonly cloudFormation: Pick<CloudFormationClient, 'send'>;
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
}

const roleNamed = (group: string): Role => {
  const role = roles.find((candidate) => candidate === group);
  if (role === undefined) throw new Error(`There is no group ${group}: it is one of ${roles.join(', ')}.`);
  return role;
};

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

const poolOf = async ({ cloudFormation }: Clients, stage: string): Promise<string> => {
  const StackName = `Nodal-${stage}-Data`;
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const pool = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'StaffPoolId')?.OutputValue;
  if (pool === undefined) throw new Error(`The stack ${StackName} has no output StaffPoolId.`);
  return pool;
};

const refuseUnknownTenant = async ({ dynamo }: Clients, { stage, tenant }: StaffOrder): Promise<void> => {
  if (tenant === 'platform') return;
  const Key = { pk: { S: lookupKey('TENANTS', tenant) }, sk: { S: 'LOOKUP' } };
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: `nodal-${stage}`, Key, ConsistentRead: true }));
  if (Item !== undefined) return;
  throw new Error(`There is no tenant ${tenant} on the stage ${stage}; operators are of platform.`);
};

interface Account {
  readonly UserPoolId: string;
  readonly Username: string;
}

/** @returns false when the account was there before */
const createAccount = async ({ cognito }: Clients, account: Account, tenant: string): Promise<boolean> => {
  const attributes = { email: account.Username, email_verified: 'true', 'custom:tenant': tenant };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  try {
    // Cognito mails a temporary password: nobody here ever knows one.
    await cognito.send(new AdminCreateUserCommand({ ...account, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] }));
    return true;
  } catch (error) {
    if (isNamed(error, 'UsernameExistsException')) return false;
    throw error;
  }
};

/** An account keeps its tenant and its group: raising someone is a decision of its own, not a repeat. */
const refuseOther = async ({ cognito }: Clients, account: Account, wanted: { tenant: string; role: Role }) => {
  const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand(account));
  const tenant = UserAttributes.find(({ Name }) => Name === 'custom:tenant')?.Value;
  if (tenant !== wanted.tenant) {
    throw new Error(`${account.Username} is staff of ${tenant ?? 'nobody'}, which cannot be changed.`);
  }
  const { Groups = [] } = await cognito.send(new AdminListGroupsForUserCommand(account));
  const other = Groups.find(({ GroupName }) => GroupName !== wanted.role);
  if (other !== undefined) throw new Error(`${account.Username} is in the group ${String(other.GroupName)} already.`);
};

/**
 * Creates a member of staff in the user pool of a deployed stage; the same order again changes nothing.
 * @returns whether the account was made now
 * @throws Error in one line for an unknown group or tenant, and for an account of another tenant or group
 */
export const createStaff = async (clients: Clients, order: StaffOrder): Promise<'created' | 'existing'> => {
  const role = roleNamed(order.group);
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/u.test(order.email)) throw new Error(`${order.email} is no e-mail address.`);
  await refuseUnknownTenant(clients, order);
  const account = { UserPoolId: await poolOf(clients, order.stage), Username: order.email.toLowerCase() };
  const isNew = await createAccount(clients, account, order.tenant);
  if (!isNew) await refuseOther(clients, account, { tenant: order.tenant, role });
  await clients.cognito.send(new AdminAddUserToGroupCommand({ ...account, GroupName: role }));
  return isNew ? 'created' : 'existing';
};
