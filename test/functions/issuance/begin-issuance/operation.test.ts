import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/issuance/begin-issuance/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';
import { eventOf } from '../given-issuances.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

describe('beginIssuance', () => {
  it('M-16 starts the workflow under the issuance’s id, with ids only', async () => {
    const id = platform.ids.next('iss', tenant);
    const event = eventOf({ platform, tenant }, 'issuance.requested', { type: 'issuance', id });
    expect(await deliver(wire(platform), event)).toBe(true);
    expect(platform.sent.started).toEqual([
      { workflow: 'card-issuance', name: id, input: { tenantId: tenant.tenantId, issuanceId: id } },
    ]);
  });

  it('I3 names the same execution for a repeated event, so that the engine starts one', async () => {
    const id = platform.ids.next('iss', tenant);
    const event = eventOf({ platform, tenant }, 'issuance.requested', { type: 'issuance', id });
    for (let turn = 0; turn < 3; turn += 1) expect(await deliver(wire(platform), event)).toBe(true);
    const names = platform.sent.started.map(({ name }) => name).filter((name) => name === id);
    expect(names).toEqual([id, id, id]);
  });

  it('leaves the message with the queue while the engine does not answer', async () => {
    const start = () => Promise.reject(new Error('no engine'));
    const deaf = wire({ ...platform, workflows: { ...platform.workflows, start } });
    const id = platform.ids.next('iss', tenant);
    expect(await deliver(deaf, eventOf({ platform, tenant }, 'issuance.requested', { type: 'issuance', id }))).toBe(
      false,
    );
  });

  it('leaves a message that is no event with the queue, which gives it to its DLQ', async () => {
    expect(await deliver(wire(platform), { detail: { type: 'issuance.requested' } })).toBe(false);
    expect(await deliver(wire(platform), 'no json')).toBe(false);
  });
});
