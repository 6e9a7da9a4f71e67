import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import type { Environment } from '../config/environment.ts';
import { answered, clientSettings, isNamed } from './aws-client.ts';
import type { UsagePlans } from './platform.ts';

const pageSize = 500;

const findPlan = async (client: APIGatewayClient, name: string): Promise<string> => {
  let position: string | undefined;
  do {
    const page = await answered(client.send(new GetUsagePlansCommand({ limit: pageSize, position })));
    const found = page.items?.find((plan) => plan.name === name)?.id;
    if (found !== undefined) return found;
    ({ position } = page);
  } while (position !== undefined);
  throw new Error(`there is no usage plan ${name}`);
};

type UsageKey = Parameters<UsagePlans['register']>[0];

const findKey = async (client: APIGatewayClient, { name, value }: UsageKey): Promise<string | undefined> => {
  const command = new GetApiKeysCommand({ nameQuery: name, includeValues: true, limit: pageSize });
  const { items } = await answered(client.send(command));
  return items?.find((key) => key.value === value)?.id;
};

const createKey = async (client: APIGatewayClient, key: UsageKey): Promise<string> => {
  try {
    const { id } = await answered(client.send(new CreateApiKeyCommand({ ...key, enabled: true })));
    if (id === undefined) throw new Error('API Gateway answered without a key id');
    return id;
  } catch (error) {
    // A repeat of a registration that was cut off: the value is taken, by this very tenant.
    const id = isNamed(error, 'ConflictException') ? await findKey(client, key) : undefined;
    if (id === undefined) throw error;
    return id;
  }
};

/** Keys in one usage plan, found by its name. Registering the same key again changes nothing. */
export const gatewayUsagePlans = (client: APIGatewayClient, planName: string): UsagePlans => {
  let planId: string | undefined;
  return {
    register: async (usageKey) => {
      planId ??= await findPlan(client, planName);
      const keyId = await createKey(client, usageKey);
      try {
        const command = new CreateUsagePlanKeyCommand({ usagePlanId: planId, keyId, keyType: 'API_KEY' });
        await answered(client.send(command));
      } catch (error) {
        if (!isNamed(error, 'ConflictException')) throw error;
      }
    },
  };
};

export const awsUsagePlans = (environment: Environment): UsagePlans =>
  gatewayUsagePlans(
    new APIGatewayClient(clientSettings({ attempts: 3, requestTimeoutMs: 3000 })),
    environment.usagePlan,
  );
