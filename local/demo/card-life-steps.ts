import * as z from 'zod';
import type { StaffRole } from '../../functions/kernel/operation/declaration.ts';
import type { ApiClient } from './api-client.ts';
import { apiClient } from './api-client.ts';
import { payWith } from './network-steps.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';

const card = z.object({ status: z.string(), locks: z.array(z.object({ code: z.int() })) });
const simulated = z.object({ cardId: z.string() });
const price = 10_000;

/** Pays, and insists on what the network hears. @param actionCode as POS and ATMs hear it */
export const insistOnAnswer = async (stage: Stage, cardId: string, actionCode: string): Promise<string> => {
  const heard = await payWith(stage, cardId, price);
  insist(heard.actionCode === actionCode, `the network heard ${heard.actionCode}, not ${actionCode}`);
  return actionCode;
};

const freeze = (stage: Stage): DemoStep => ({
  title: 'The holder locks the card and unlocks it again',
  run: async () => {
    const { api } = stage.take('app');
    const cardId = stage.take('appCardId');
    const path = `/customers/me/cards/${cardId}`;
    await api.call({ method: 'POST', path: `${path}/lock`, body: { reasonCode: 3, note: 'mislaid' } }, card);
    const locked = await insistOnAnswer(stage, cardId, '1000');
    const { status } = await api.call({ method: 'POST', path: `${path}/unlock` }, card);
    return `declined with ${locked}; then ${status}, ${await insistOnAnswer(stage, cardId, '0000')}`;
  },
});

const fraud = (stage: Stage): DemoStep => ({
  title: 'The issuer suspects fraud: an operator may lift that, the holder may not',
  run: async () => {
    const { api } = stage.take('app');
    const cardId = stage.take('appCardId');
    const body = { status: 'suspended', reason: 'suspectedFraud' };
    await stage.api.call({ method: 'POST', path: `/sandbox/cards/${cardId}/issuer-status`, body }, simulated);
    await stage.platform.idle();
    const heard = await insistOnAnswer(stage, cardId, '1002');
    const holder = await api.refusal({ method: 'POST', path: `/customers/me/cards/${cardId}/unlock` });
    const { status } = await stage.operator.call({ method: 'POST', path: `/admin/cards/${cardId}/unlock` }, card);
    return `declined with ${heard}; the holder is answered ${holder}, the operator ${status}`;
  },
});

const roles = ['Admin', 'Manager', 'Employee'] as const;

/** What one member of staff may do to a card; staff never see its number or CVV. */
const rightsOf = async (stage: Stage, role: StaffRole): Promise<string> => {
  const { platform, tenant } = stage;
  const token = await platform.staffToken({ role, tenant: tenant.tenantId });
  const member = apiClient(platform.baseUrl, { authorization: `Bearer ${token}` });
  const path = `/admin/cards/${stage.take('appCardId')}`;
  const reset = await stage
    .take('encrypted')
    .as(member)
    .call({ method: 'POST', path: `${path}/cvv` }, z.looseObject({}));
  insist(!('cvv' in reset), 'staff were told a CVV');
  return `${role}: CVV reset unseen, lock ${await lockAs(member, path, role)}`;
};

const lockAs = async (member: ApiClient, path: string, role: StaffRole): Promise<string> => {
  const lock = { method: 'POST', path: `${path}/lock`, body: { reasonCode: 4 } } as const;
  if (role === 'Employee') return member.refusal(lock);
  const { status } = await member.call(lock, card);
  await member.call({ method: 'POST', path: `${path}/unlock` }, card);
  return status;
};

const staff = (stage: Stage): DemoStep => ({
  title: 'Staff: each role what it may, and no card data for any',
  run: async () => {
    const rights: string[] = [];
    for (const role of roles) rights.push(await rightsOf(stage, role));
    const path = `/admin/cards/${stage.take('appCardId')}/full-data`;
    return `${rights.join('; ')}; full data ${await stage.operator.refusal({ method: 'GET', path })}`;
  },
});

/** Locks from inside and outside, and who may lift them. */
export const cardLife = (stage: Stage): readonly DemoStep[] => [freeze(stage), fraud(stage), staff(stage)];
