import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDemoTenant } from '../../local/demo-tenant.ts';
import { apiClient } from '../../local/demo/api-client.ts';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import type { JourneyPlatform } from './platform.ts';
import { playStories } from './support/play.ts';

const describePlatform = async (local: LocalPlatform): Promise<JourneyPlatform> => ({
  baseUrl: local.baseUrl,
  issuerIngressUrl: local.issuerIngressUrl,
  operatorToken: local.operatorToken,
  managerToken: local.managerToken,
  employeeToken: local.employeeToken,
  demo: await createDemoTenant(apiClient(local.baseUrl, { authorization: `Bearer ${local.operatorToken}` })),
  staffToken: (member) => local.staffToken(member),
  webhookSecret: () => local.secret('issuer-webhook-signing'),
});

describe('The platform in one process', () => {
  let local: LocalPlatform | undefined;
  let platform: JourneyPlatform | undefined;

  beforeAll(async () => {
    local = await startPlatform();
    platform = await describePlatform(local);
  });

  afterAll(async () => {
    await local?.stop();
  });

  playStories(() => {
    if (platform === undefined) throw new Error('the platform did not start');
    return platform;
  });

  test('M-27 nothing was given up on the way: no queue has dead letters', async () => {
    await local?.idle();
    expect(local?.deadLetters()).toEqual([]);
  });
});
