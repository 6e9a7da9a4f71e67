import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { pairedApp } from './customer-app.ts';
import { isLuhnValid } from './leak-scan.ts';
import { fullCard, masked } from './onboarding-steps.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';

const revealSession = z.object({ revealSessionId: z.string() });
const threeDs = z.object({ enabled: z.boolean(), password: z.string() });
const shownPin = z.object({ pinBlock: z.string() });

const cardPath = (stage: Stage): string => `/customers/me/cards/${stage.take('appCardId')}`;

const pairing = (stage: Stage): DemoStep => ({
  title: 'A phone is paired and opens a session',
  run: async () => {
    const app = await pairedApp(stage, stage.take('customerId'));
    stage.leave('app', app);
    return `${app.installationId}, session until ${app.sessionEndsAt}`;
  },
});

const order = (stage: Stage): DemoStep => ({
  title: 'Its app orders a card, encrypted both ways',
  run: async () => {
    const body = { balanceId: stage.take('balanceId') };
    const call = { method: 'POST', path: '/customers/me/cards', body } as const;
    const { cardId, status, pan, cvv } = await stage.take('app').encrypted.call(call, fullCard);
    stage.leave('appCardId', cardId);
    stage.secrets.push({ what: 'card number', value: pan }, { what: 'CVV', value: cvv });
    return `${cardId}, ${status}, ${masked(pan)}`;
  },
});

/** The phone's key proves that its holder is there, for one look at a card. */
const revealHeaders = async (stage: Stage, fields: readonly string[]): Promise<Record<string, string>> => {
  const { api, sign } = stage.take('app');
  const body = { assertion: await sign(), fields };
  const path = `${cardPath(stage)}/reveal-sessions`;
  const { revealSessionId } = await api.call({ method: 'POST', path, body }, revealSession);
  return { 'x-reveal-session': revealSessionId };
};

const reveal = (stage: Stage): DemoStep => ({
  title: 'The app shows the card: one proof of the phone, one look',
  run: async () => {
    const { api, encrypted } = stage.take('app');
    const path = `${cardPath(stage)}/full-data`;
    const headers = await revealHeaders(stage, ['pan', 'cvv']);
    const { pan } = await encrypted.call({ method: 'GET', path, headers }, fullCard);
    insist(isLuhnValid(pan), 'the card number fails its check digit');
    const plain = await api.refusal({ method: 'GET', path, headers });
    const again = await encrypted.refusal({ method: 'GET', path, headers });
    insist(again === '403 reveal_session_required', `a second look was answered ${again}`);
    return `${masked(pan)}; in clear ${plain}, a second time ${again}`;
  },
});

const secrets = (stage: Stage): DemoStep => ({
  title: 'PIN and 3-D Secure password, encrypted',
  run: async () => {
    const { encrypted } = stage.take('app');
    const pinBlock = randomBytes(48).toString('base64url');
    const path = `${cardPath(stage)}/pin`;
    await encrypted.call({ method: 'POST', path, body: { pinBlock } }, z.undefined());
    const headers = await revealHeaders(stage, ['pin']);
    const shown = await encrypted.call({ method: 'GET', path, headers }, shownPin);
    insist(shown.pinBlock === pinBlock, 'another PIN came back');
    const call = { method: 'PUT', path: `${cardPath(stage)}/three-ds`, body: {} } as const;
    const { enabled, password } = await encrypted.call(call, threeDs);
    stage.secrets.push({ what: 'PIN block', value: pinBlock }, { what: '3-D Secure password', value: password });
    return `PIN set and shown again; 3-D Secure ${enabled ? 'on' : 'off'}, a password of ${password.length} characters`;
  },
});

/** What a customer does with a phone alone. */
export const onThePhone = (stage: Stage): readonly DemoStep[] => [
  pairing(stage),
  order(stage),
  reveal(stage),
  secrets(stage),
];
