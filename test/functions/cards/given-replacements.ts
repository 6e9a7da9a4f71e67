import { cardAnswer } from '../../../functions/cards/answers.ts';
import { replaceCard } from '../../../functions/cards/replace-card/declaration.ts';
import { wire } from '../../../functions/cards/replace-card/handler.ts';
import { setControls } from '../../../functions/cards/set-controls/declaration.ts';
import { wire as wireControls } from '../../../functions/cards/set-controls/handler.ts';
import type { TestRequest } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import type { CardLife } from './card-life.ts';
import { recordsOf } from './given-cards.ts';
import { happens, orderTasks } from './given-orders.ts';

/** A replacement as it was answered. */
interface Replacement {
  readonly cardId: string;
  readonly orderId: string;
  readonly status: string;
}

type Asked = Partial<TestRequest> & { readonly on?: TestPlatform };

export const allOn = { pos: true, ecom: true, atm: true, contactless: true, international: true };

/** Replacements of the cards of a life, and what tests ask about them. */
export const replacing = (life: CardLife) => {
  const replace = (cardId: string, body: unknown, { on = life.platform, as = life.server, ...request }: Asked = {}) =>
    call(wire(on), replaceCard, { as, params: { cardId }, body, ...request });
  return {
    replace,
    codeOf: async (cardId: string, body: unknown): Promise<readonly [number, string]> => {
      const { status, body: answer } = await replace(cardId, body);
      return [status, answer.code];
    },
    replacedBy: async (cardId: string, body: unknown): Promise<Replacement> => {
      const answer = await replace(cardId, body);
      if (answer.status !== 202) throw new Error(`nothing was replaced: ${JSON.stringify(answer.body)}`);
      return answer.body as Replacement;
    },
    shown: async (cardId: string) => cardAnswer.parse((await life.act('get', cardId)).body),
    codesOf: async (cardId: string) => (await life.stored(cardId)).locks.map(({ code }) => code),
    typesOf: async (cardId: string) => (await recordsOf(life.platform, cardId)).map(({ type }) => type),
    /** All steps of the workflow of an ordered replacement. */
    linked: async (order: Replacement): Promise<void> => {
      await orderTasks(life).place(order);
      await happens(life, order, 'produced');
      await orderTasks(life).link(order);
    },
    withControls: async (cardId: string): Promise<void> => {
      const limits = [{ per: 'day', amount: { amount: 500_00, currency: 'INR' } }];
      const body = { channels: allOn, limits, mcc: { block: ['7995'] } };
      const answer = await call(wireControls(life.platform), setControls, {
        as: life.server,
        params: { cardId },
        body,
      });
      if (answer.status !== 200) throw new Error(`no controls: ${JSON.stringify(answer.body)}`);
    },
  };
};
