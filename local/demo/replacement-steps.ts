import * as z from 'zod';
import { insistOnAnswer } from './card-life-steps.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';

const incident = z.object({ incidentId: z.string(), cardStatus: z.string(), replacementOffered: z.boolean() });
const replacement = z.object({ cardId: z.string(), status: z.string(), replaces: z.string() });
const card = z.object({ status: z.string(), type: z.string() });
const simulated = z.object({ cardId: z.string() });
const delivery = z.object({ status: z.string(), events: z.array(z.object({ status: z.string() })) });
const history = z.object({ data: z.array(z.object({ from: z.string(), to: z.string() })) });

const deliveryAddress = {
  line1: '14 Residency Road',
  city: 'Bengaluru',
  state: 'Karnataka',
  postalCode: '560025',
  country: 'IN',
};

const loss = (stage: Stage): DemoStep => ({
  title: 'The card is lost: locked for good',
  run: async () => {
    const { api } = stage.take('app');
    const cardId = stage.take('appCardId');
    const path = `/customers/me/cards/${cardId}`;
    const call = { method: 'POST', path: `${path}/incidents`, body: { type: 'lost', note: 'left in a cab' } } as const;
    const { incidentId, cardStatus } = await api.call(call, incident);
    const heard = await insistOnAnswer(stage, cardId, '2008');
    const unlock = await stage.operator.refusal({ method: 'POST', path: `/admin/cards/${cardId}/unlock` });
    insist(unlock === '409 lock_irreversible', `the operator's unlock was answered ${unlock}`);
    return `${incidentId}, ${cardStatus}; declined with ${heard}, even the operator is answered ${unlock}`;
  },
});

const plastic = (stage: Stage): DemoStep => ({
  title: 'A plastic takes its place: ordered, made, linked',
  run: async () => {
    const old = stage.take('appCardId');
    const path = `/secure/cards/${old}/replacements`;
    const body = { reason: 'lost', deliveryAddress };
    const { cardId, status, replaces } = await stage.api.call({ method: 'POST', path, body }, replacement);
    insist(replaces === old, 'it replaces another card');
    stage.leave('plasticId', cardId);
    await stage.platform.idle();
    const personalized = `/sandbox/cards/${cardId}/personalization`;
    await stage.api.call({ method: 'POST', path: personalized, body: { outcome: 'produced' } }, simulated);
    await stage.platform.idle();
    const linked = await stage.api.call({ method: 'GET', path: `/secure/cards/${cardId}` }, card);
    insist(linked.status === 'inactive', `the plastic is ${linked.status}, not inactive`);
    return `${cardId}, ${status}, then ${linked.status}: declined with ${await insistOnAnswer(stage, cardId, '1018')}`;
  },
});

const arrival = (stage: Stage): DemoStep => ({
  title: 'It is delivered, activated in the app, and pays',
  run: async () => {
    const { api } = stage.take('app');
    const cardId = stage.take('plasticId');
    const path = `/sandbox/cards/${cardId}/delivery-events`;
    const parcel = { carrier: 'Blue Dart', trackingNumber: 'BD-4711' };
    for (const status of ['in_transit', 'delivered']) {
      await stage.api.call({ method: 'POST', path, body: { status, ...parcel } }, simulated);
      await stage.platform.idle();
    }
    const own = `/customers/me/cards/${cardId}`;
    const { events } = await api.call({ method: 'GET', path: `${own}/delivery` }, delivery);
    const { status } = await api.call({ method: 'POST', path: `${own}/activate` }, card);
    const heard = await insistOnAnswer(stage, cardId, '0000');
    return `${events.map((event) => event.status).join(' → ')}; ${status}, response ${heard}`;
  },
});

const lives = (stage: Stage): DemoStep => ({
  title: 'What became of both cards, step by step',
  run: async () => {
    const told = await Promise.all(
      [stage.take('appCardId'), stage.take('plasticId')].map(async (cardId) => {
        const path = `/secure/cards/${cardId}/status-history`;
        const { data } = await stage.api.call({ method: 'GET', path }, history);
        insist(data[0]?.from === 'requested', 'a history does not start with the issuance');
        return ['requested', ...data.map(({ to }) => to)].join(' → ');
      }),
    );
    return told.join('\n    ');
  },
});

/** A card is lost, and a plastic comes in its place. */
export const lossAndReplacement = (stage: Stage): readonly DemoStep[] => [
  loss(stage),
  plastic(stage),
  arrival(stage),
  lives(stage),
];
