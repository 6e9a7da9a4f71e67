import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { StaffOrder } from '../../../scripts/staff/create-staff.ts';
import { createStaff } from '../../../scripts/staff/create-staff.ts';
import { awsError } from '../../support/aws-errors.ts';

const cloudFormation = mockClient(CloudFormationClient);
const cognito = mockClient(CognitoIdentityProviderClient);
const dynamo = mockClient(DynamoDBClient);
afterAll(() => {
  cloudFormation.restore();
  cognito.restore();
  dynamo.restore();
});

const order: StaffOrder = { stage: 'dev', email: 'Ann@Example.com', group: 'Admin', tenant: 'platform' };
const account = { UserPoolId: 'pool-1', Username: 'ann@example.com' };

const create = (more: Partial<StaffOrder> = {}) =>
  createStaff(
    {
      cloudFormation: new CloudFormationClient({}),
      cognito: new CognitoIdentityProviderClient({}),
      dynamo: new DynamoDBClient({}),
    },
    { ...order, ...more },
  );

/** An account that is there already. */
const existing = (tenant: string, ...groups: readonly string[]): void => {
  cognito.on(AdminCreateUserCommand).rejects(awsError('UsernameExistsException'));
  cognito.on(AdminGetUserCommand).resolves({ UserAttributes: [{ Name: 'custom:tenant', Value: tenant }] });
  cognito.on(AdminListGroupsForUserCommand).resolves({ Groups: groups.map((GroupName) => ({ GroupName })) });
};

const groupsGiven = () => cognito.commandCalls(AdminAddUserToGroupCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  for (const client of [cloudFormation, cognito, dynamo]) client.reset();
  const Outputs = [{ OutputKey: 'StaffPoolId', OutputValue: 'pool-1' }];
  const stack = { StackName: 'Nodal-dev-Data', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' as const };
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [{ ...stack, Outputs }] });
  cognito.on(AdminCreateUserCommand).resolves({});
  cognito.on(AdminAddUserToGroupCommand).resolves({});
  dynamo.on(GetItemCommand).resolves({});
});

describe('admin:create', () => {
  it('AN-77 creates an operator in the pool of the stage, with tenant and group', async () => {
    expect(await create()).toBe('created');
    expect(cloudFormation.commandCalls(DescribeStacksCommand)[0]?.args[0].input).toEqual({
      StackName: 'Nodal-dev-Data',
    });
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toEqual({
      ...account,
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: [
        { Name: 'email', Value: 'ann@example.com' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:tenant', Value: 'platform' },
      ],
    });
    expect(groupsGiven()).toEqual([{ ...account, GroupName: 'Admin' }]);
  });

  it('AN-77 creates staff of a tenant that is there', async () => {
    dynamo.on(GetItemCommand).resolves({ Item: { pk: { S: 'TENANTS#ten_1' } } });
    expect(await create({ tenant: 'ten_1', group: 'Employee' })).toBe('created');
    expect(dynamo.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'nodal-dev',
      Key: { pk: { S: 'TENANTS#ten_1' }, sk: { S: 'LOOKUP' } },
    });
    expect(groupsGiven()).toEqual([{ ...account, GroupName: 'Employee' }]);
  });

  it.each([
    [{ group: 'admin' }, 'There is no group admin'],
    [{ group: 'Owner' }, 'There is no group Owner'],
    [{ tenant: 'ten_2' }, 'There is no tenant ten_2'],
    [{ tenant: '' }, 'There is no tenant'],
    [{ email: 'ann' }, 'ann is no e-mail address'],
  ] as const)('AN-77 refuses %j and creates nobody', async (wrong, message) => {
    await expect(create(wrong)).rejects.toThrow(message);
    expect(cognito.calls()).toHaveLength(0);
  });

  it('AN-77 changes nothing when the same order comes again, and finishes one that was cut off', async () => {
    existing('platform', 'Admin');
    expect(await create()).toBe('existing');
    existing('platform');
    expect(await create()).toBe('existing');
    expect(groupsGiven()).toEqual([1, 2].map(() => ({ ...account, GroupName: 'Admin' })));
  });

  it('AN-77 moves nobody to another tenant and raises nobody to another group', async () => {
    existing('ten_1', 'Admin');
    await expect(create()).rejects.toThrow('is staff of ten_1');
    existing('platform', 'Employee');
    await expect(create()).rejects.toThrow('is in the group Employee already');
    expect(groupsGiven()).toEqual([]);
  });

  it('says which stack tells no pool', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [] });
    await expect(create()).rejects.toThrow('Nodal-dev-Data has no output StaffPoolId');
  });

  it('passes on what else Cognito refuses', async () => {
    cognito.on(AdminCreateUserCommand).rejects(awsError('NotAuthorizedException'));
    await expect(create()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(groupsGiven()).toEqual([]);
  });
});
