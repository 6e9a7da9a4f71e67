import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { verifyLedger } from '../../scripts/ledger/verify-table.ts';
import { countedClient } from '../table-client.ts';
import { searchFor } from './leak-scan.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';
import type { ReceivedWebhook } from './webhook-listener.ts';

const newEndpoint = z.object({ endpointId: z.string(), secret: z.string() });
const event = z.object({ id: z.string(), type: z.string(), sequence: z.number() });
const events = z.object({ data: z.array(event), nextCursor: z.string().nullable() });

const wanted = ['transaction.posted', 'withdrawal.completed'];

/** Where the tenant wants its events. */
export const subscription = (stage: Stage): DemoStep => ({
  title: 'Webhook endpoint',
  run: async () => {
    const body = { url: stage.listener.url, eventTypes: wanted };
    const made = await stage.api.call({ method: 'POST', path: '/secure/webhook-endpoints', body }, newEndpoint);
    stage.leave('webhookSecret', made.secret);
    return `${made.endpointId} for ${wanted.join(', ')}`;
  },
});

const isRefused = (webhook: Webhook, { headers, body }: ReceivedWebhook): boolean => {
  try {
    webhook.verify(`${body} `, headers);
    return false;
  } catch {
    // As it should be: the signature is not of this body.
    return true;
  }
};

const webhooks = (stage: Stage): DemoStep => ({
  title: 'Webhooks, verified by the standardwebhooks library',
  run: async () => {
    const webhook = new Webhook(stage.take('webhookSecret'));
    const { received } = stage.listener;
    const verified = received.map(({ headers, body }) => event.parse(webhook.verify(body, { ...headers })));
    const arrived = new Set(verified.map(({ id }) => id));
    const { data } = await stage.api.call({ method: 'GET', path: '/secure/events?limit=100' }, events);
    const missing = data.filter(({ id, type }) => wanted.includes(type) && !arrived.has(id));
    insist(missing.length === 0, `no webhook told of ${missing.map(({ type }) => type).join(', ')}`);
    insist(
      wanted.every((type) => verified.some((each) => each.type === type)),
      'nothing was received',
    );
    insist(
      received.every((each) => isRefused(webhook, each)),
      'a changed body passed',
    );
    return `${received.length} received for ${arrived.size} events, all genuine`;
  },
});

const log = (stage: Stage): DemoStep => ({
  title: 'Event log',
  run: async () => {
    const { data } = await stage.api.call({ method: 'GET', path: '/secure/events?limit=100' }, events);
    insist(data.length > 0, 'the event log is empty');
    return `${data.length} events: ${[...new Set(data.map(({ type }) => type))].join(', ')}`;
  },
});

const ledger = (stage: Stage): DemoStep => ({
  title: 'Ledger, as `npm run ledger:verify` checks it',
  run: async () => {
    const { endpoint, table } = stage.platform.tableAt;
    // A client of its own: what verifying costs is not the platform's.
    const { client } = countedClient(endpoint);
    const lines: string[] = [];
    // Everything has come to rest, so no entry is too new to be in its chain.
    const verified = verifyLedger({ client, table }, (line) => lines.push(line), { graceSeconds: 0 });
    const { entries, differences } = await verified.finally(() => client.destroy());
    insist(entries > 0, 'the journal is empty');
    insist(differences.length === 0, `the ledger is not in order: ${differences.join('; ')}`);
    return lines.join('\n    ');
  },
});

const leaks = (stage: Stage): DemoStep => ({
  title: 'Search for the secrets',
  run: async () => {
    const kinds = [...new Set(stage.secrets.map(({ what }) => what))];
    insist(kinds.length === 6, `only ${kinds.join(', ')} to search for`);
    const found = await searchFor(stage.secrets, stage.platform);
    const leaking = found.filter(({ hits }) => hits > 0);
    insist(leaking.length === 0, `secrets were found in ${leaking.map(({ place }) => place).join(', ')}`);
    const counted = kinds.map((kind) => `${stage.secrets.filter(({ what }) => what === kind).length} ${kind}`);
    return `none of ${counted.join(', ')} in ${found.map(({ place, count }) => `${count} ${place}`).join(', ')}`;
  },
});

const deadLetters = (stage: Stage): DemoStep => ({
  title: 'Dead letters',
  run: () => {
    const dead = stage.platform.deadLetters();
    insist(dead.length === 0, `${dead.length} messages were given up, first on ${dead[0]?.queue ?? ''}`);
    return Promise.resolve('none');
  },
});

/** What everything before has left behind. */
export const inspection = (stage: Stage): readonly DemoStep[] => [
  webhooks(stage),
  log(stage),
  ledger(stage),
  leaks(stage),
  deadLetters(stage),
];
