import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardLife, LifeOperation, LivingCard } from '../functions/cards/card-life.ts';
import { startCardLife } from '../functions/cards/card-life.ts';
import { contradictions, disagreements } from '../functions/cards/card-consistency.ts';
import { recordsOfCard } from '../functions/cards/records-of-card.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import type { TestCaller } from '../support/http-call.ts';
import { faultyTable } from '../support/faulty-table.ts';
import type { Blow, HardTimes } from '../support/hard-times.ts';
import { hardTimes } from '../support/hard-times.ts';

const lives: Partial<Record<'active' | 'inactive', CardLife>> = {};

beforeAll(async () => {
  lives.active = await startCardLife();
  lives.inactive = await startCardLife({ initialCardState: 'inactive' });
});
afterAll(() => Promise.all(Object.values(lives).map((life) => life.stop())));

/** A command on a card's status, and what one application of it leaves. */
interface Command {
  readonly operation: LifeOperation;
  readonly born: 'active' | 'inactive';
  readonly by: 'holder' | 'server' | 'staff';
  readonly body?: unknown;
  /** What was done to the card before. */
  readonly first?: (life: CardLife, card: LivingCard) => Promise<unknown>;
  readonly leaves: { readonly status: string; readonly record: string };
}

const lockedBefore = (life: CardLife, { cardId }: LivingCard) => life.lock(cardId, 3);

const commands: Readonly<Record<string, Command>> = {
  'lock 3': {
    operation: 'lock',
    born: 'active',
    by: 'holder',
    body: { reasonCode: 3 },
    leaves: { status: 'locked', record: 'card.locked' },
  },
  'lock 1': {
    operation: 'lock',
    born: 'active',
    by: 'server',
    body: { reasonCode: 1 },
    first: lockedBefore,
    leaves: { status: 'locked', record: 'card.locked' },
  },
  unlock: {
    operation: 'unlock',
    born: 'active',
    by: 'staff',
    first: lockedBefore,
    leaves: { status: 'active', record: 'card.unlocked' },
  },
  activate: {
    operation: 'activate',
    born: 'inactive',
    by: 'holder',
    leaves: { status: 'active', record: 'card.activated' },
  },
  close: {
    operation: 'close',
    born: 'active',
    by: 'server',
    leaves: { status: 'closed', record: 'card.closed' },
  },
  remove: {
    operation: 'remove',
    born: 'active',
    by: 'holder',
    leaves: { status: 'closed', record: 'card.removed' },
  },
};

const commandOf = (name: string): Command => {
  const command = commands[name];
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
};

interface Trial {
  readonly life: CardLife;
  readonly card: LivingCard;
  readonly send: (on?: TestPlatform) => ReturnType<CardLife['act']>;
  /** How often the command is on record. */
  readonly applied: () => Promise<number>;
}

const trialOf = async ({ operation, born, by, body, first, leaves }: Command): Promise<Trial> => {
  const life = lives[born];
  if (life === undefined) throw new Error('not started');
  const card = await life.card();
  await first?.(life, card);
  const callers: Readonly<Record<Command['by'], TestCaller>> = {
    holder: life.holder(card),
    server: life.server,
    staff: life.staff(),
  };
  const idempotencyKey = randomUUID();
  const onRecord = async () =>
    (await recordsOfCard(life, card.cardId)).filter(({ type }) => type === leaves.record).length;
  const before = await onRecord();
  return {
    life,
    card,
    send: (on = life.platform) =>
      life.act(operation, card.cardId, {
        as: callers[by],
        on,
        idempotencyKey,
        ...(body === undefined ? {} : { body }),
      }),
    applied: async () => (await onRecord()) - before,
  };
};

/** Keys in use are free again after thirty seconds; the twin's clock goes along. */
const leasesEnd = ({ platform, twin }: CardLife): void => {
  for (const { clock } of [platform, twin.platform]) clock.advance({ seconds: 31 });
};

const awaitsOf = async (command: Command): Promise<readonly string[]> => {
  const { life, send } = await trialOf(command);
  const calm = hardTimes(life.platform);
  expect([200, 204]).toContain((await send(calm.platform)).status);
  return calm.awaits;
};

type Struck = Awaited<ReturnType<Trial['send']>> | 'died';

const struck = async ({ send }: Trial, { platform, died }: HardTimes): Promise<Struck> =>
  Promise.race([send(platform), died.then(() => 'died' as const)]);

const isDone = (answer: Struck): boolean => answer !== 'died' && answer.status < 300;

/** Of the table and the issuer, the key's own two or three among them. */
const mostAwaits = 10;

type Order = 'repeat first' | 'check first';

/** What is wrong after one blow, a look at the issuer and a repeat, in one order or the other. */
const afterBlow = async (command: Command, blow: Blow, order: Order) => {
  const trial = await trialOf(command);
  const { life, card, send, applied } = trial;
  const answer = await struck(trial, hardTimes(life.platform, blow));
  const wrong: string[] = [...(await contradictions(life, card))];
  const reached = (await life.stored(card.cardId)).status;
  if (isDone(answer) && ((await applied()) !== 1 || reached !== command.leaves.status)) {
    wrong.push(`answered, and the card is ${reached}`);
  }
  leasesEnd(life);
  const check = async () => {
    await life.checkDrift(card.cardId);
    wrong.push(...(await contradictions(life, card)), ...(await disagreements(life, card)));
  };
  if (order === 'check first') await check();
  const repeat = await send();
  if (repeat.status >= 300) wrong.push(`the repeat was answered ${repeat.status} ${repeat.body?.code}`);
  if ((await applied()) !== 1) wrong.push(`applied ${await applied()} times`);
  const end = (await life.stored(card.cardId)).status;
  if (end !== command.leaves.status) wrong.push(`ends ${end}`);
  await check();
  return wrong.map((what) => `${blow.kind} await ${blow.at}, ${order}: ${what}`);
};

/** A process that dies after it has read something left what one leaves that dies before its next await. */
const kindsAt = (what: string): readonly Blow['kind'][] =>
  ['write', 'transact', '/issuer/v1/cards/status'].includes(what)
    ? ['crash before', 'crash after', 'silent before', 'silent after']
    : ['crash before'];

describe('Commands on a card in a process that dies or hears nothing', () => {
  it.each(Object.keys(commands))(
    'I4 I5 I23 %s: at every await, and repeated, it is applied once, and drift is healed',
    { timeout: 60_000 },
    async (name) => {
      const command = commandOf(name);
      const awaits = await awaitsOf(command);
      let order: Order = 'check first';
      expect(awaits.length).toBeLessThanOrEqual(mostAwaits);
      const wrong: string[] = [];
      for (const [at, what] of awaits.entries()) {
        for (const kind of kindsAt(what)) {
          wrong.push(...(await afterBlow(command, { at, kind }, order)));
          order = order === 'check first' ? 'repeat first' : 'check first';
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(Object.keys(commands))(
    'I3 %s: another transaction on any item of its own in the way, it is applied once',
    { timeout: 60_000 },
    async (name) => {
      const command = commandOf(name);
      for (const position of [0, 1, 2, 3, 4]) {
        const { life, card, send, applied } = await trialOf(command);
        let transactions = 0;
        const table = faultyTable(life.platform.table, ({ kind }) =>
          kind === 'transact' && (transactions += 1) === 1 ? { kind: 'conflict', position } : undefined,
        );
        expect((await send({ ...life.platform, table })).status).toBeLessThan(300);
        expect(await applied()).toBe(1);
        expect([...(await contradictions(life, card)), ...(await disagreements(life, card))]).toEqual([]);
      }
    },
  );
});
