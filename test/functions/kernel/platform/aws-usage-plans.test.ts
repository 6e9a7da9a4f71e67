import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayUsagePlans } from '../../../../functions/kernel/platform/aws-usage-plans.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const gateway = mockClient(APIGatewayClient);
afterAll(() => gateway.restore());
const plans = () => gatewayUsagePlans(new APIGatewayClient({}), 'nodal-dev-standard');
const usageKey = { name: 'ten_1', value: 'usage-key-of-ten-1-000' };

beforeEach(() => {
  gateway.reset();
  gateway.on(GetUsagePlansCommand).resolves({ items: [{ id: 'other', name: 'x' }], position: 'next' });
  gateway
    .on(GetUsagePlansCommand, { position: 'next' })
    .resolves({ items: [{ id: 'plan-1', name: 'nodal-dev-standard' }] });
  gateway.on(CreateApiKeyCommand).resolves({ id: 'key-1' });
  gateway.on(CreateUsagePlanKeyCommand).resolves({});
});

describe('usage plans in API Gateway', () => {
  it('design 6 makes an enabled key and puts it into the plan, found by its name over all pages', async () => {
    await plans().register(usageKey);
    expect(gateway.commandCalls(CreateApiKeyCommand)[0]?.args[0].input).toEqual({ ...usageKey, enabled: true });
    expect(gateway.commandCalls(CreateUsagePlanKeyCommand)[0]?.args[0].input).toEqual({
      usagePlanId: 'plan-1',
      keyId: 'key-1',
      keyType: 'API_KEY',
    });
  });

  it('design 6 looks the plan up once', async () => {
    const usagePlans = plans();
    await usagePlans.register(usageKey);
    await usagePlans.register(usageKey);
    expect(gateway.commandCalls(GetUsagePlansCommand)).toHaveLength(2);
  });

  it('design 6 finishes a registration that was cut off', async () => {
    gateway.on(CreateApiKeyCommand).rejects(awsError('ConflictException', 409));
    gateway.on(GetApiKeysCommand).resolves({
      items: [
        { id: 'key-9', name: 'ten_1', value: 'another' },
        { id: 'key-1', ...usageKey },
      ],
    });
    gateway.on(CreateUsagePlanKeyCommand).rejects(awsError('ConflictException', 409));
    await plans().register(usageKey);
    expect(gateway.commandCalls(CreateUsagePlanKeyCommand)[0]?.args[0].input).toMatchObject({ keyId: 'key-1' });
  });

  it('design 6 refuses a value that somebody else has', async () => {
    gateway.on(CreateApiKeyCommand).rejects(awsError('ConflictException', 409));
    gateway.on(GetApiKeysCommand).resolves({ items: [] });
    await expect(plans().register(usageKey)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('design 6 fails without the plan', async () => {
    gateway.on(GetUsagePlansCommand, { position: 'next' }).resolves({ items: [] });
    await expect(plans().register(usageKey)).rejects.toThrow('nodal-dev-standard');
  });

  it('design 6 says so when API Gateway does not answer', async () => {
    gateway.on(CreateApiKeyCommand).rejects(awsError('TooManyRequestsException', 429));
    await expect(plans().register(usageKey)).rejects.toMatchObject(temporarilyUnavailable);
  });
});
