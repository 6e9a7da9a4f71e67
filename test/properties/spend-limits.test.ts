import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countedIn } from '../../functions/authorizations/domain/spend-facts.ts';
import { dynamoSpendLedger } from '../../functions/balances/infrastructure/dynamo-spend-ledger.ts';
import type { UseLimit, UseRules } from '../../functions/policies/card-controls.ts';
import { channels, entryChannels } from '../../functions/policies/card-controls.ts';
import { cardWorld, inr, issuer, moneyOf } from '../functions/authorizations/card-bench.ts';
import { givenHolderRules, givenProgramRules } from '../functions/authorizations/given-rules.ts';
import { givenProgram } from '../support/programs.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { memoryPlatform } from '../simulation/memory-platform.ts';
import { slowTable } from '../simulation/slow-table.ts';
import { virtualTime } from '../simulation/virtual-time.ts';
import type { Use } from './spend-limits-model.ts';
import { spendModel, windowStart } from './spend-limits-model.ts';

let own: TestPlatform;
beforeAll(async () => {
  own = await startTestPlatform();
});
afterAll(() => own.stop());

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const limit: fc.Arbitrary<UseLimit> = fc
  .record({
    per: fc.constantFrom('transaction' as const, 'day' as const, 'week' as const, 'month' as const),
    channel: optional(fc.constantFrom(...entryChannels)),
    max: fc.bigInt({ min: 40n, max: 300n }),
    count: optional(fc.integer({ min: 1, max: 4 })),
    zone: optional(fc.constantFrom('America/New_York', 'Asia/Tokyo', 'UTC')),
    byNumberAlone: fc.boolean(),
  })
  .map(({ byNumberAlone, max, count, ...rest }) => {
    if (rest.per === 'transaction') return { ...rest, max };
    return count !== undefined && byNumberAlone ? { ...rest, count } : { ...rest, max, count };
  });

const limits = fc.uniqueArray(limit, { maxLength: 3, selector: ({ per, channel }) => `${per} ${channel ?? ''}` });
const mcc = fc.constantFrom({}, {}, { allow: ['5814', '5411'] }, { block: ['5411'] });

const rules: fc.Arbitrary<UseRules> = fc.record({
  version: fc.constant(1),
  limits,
  mcc,
  off: fc.oneof(fc.constant([]), fc.constant([]), fc.uniqueArray(fc.constantFrom(...channels), { maxLength: 2 })),
});

const use: fc.Arbitrary<Use> = fc.record({
  channel: fc.constantFrom(...entryChannels),
  country: fc.constantFrom('IN', 'IN', 'IN', 'US'),
  mcc: fc.constantFrom('5814', '5411', '5812'),
  minor: fc.integer({ min: 1, max: 120 }),
});

const which = fc.nat({ max: 3 });
const minor = fc.integer({ min: 1, max: 120 });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('use' as const), use }) },
  fc.record({ kind: fc.constant('increment' as const), which, minor }),
  fc.record({ kind: fc.constant('reversal' as const), which, minor: optional(minor) }),
  fc.record({ kind: fc.constant('clearing' as const), which, minor, final: fc.boolean() }),
  fc.record({ kind: fc.constant('expiry' as const), which }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 9, 30, 200) }),
);

describe('Spend limits of card, holder and program', () => {
  it('M-09 I2 decide as a plain model does, and counters are the sum of what counts in their window', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ card: rules, holder: optional(rules), program: optional(rules) }),
        fc.array(step, { minLength: 2, maxLength: 10 }),
        async ({ card, holder, program }, steps) => {
          const platform = memoryPlatform(own);
          const { tenant } = await givenProgram(platform);
          if (program !== undefined) await givenProgramRules(platform, tenant, program);
          const { off = [], ...ofCard } = card;
          const open = channels.filter((channel) => !off.includes(channel));
          const world = await cardWorld(platform, tenant, { available: 100_000n, channels: open, rules: ofCard });
          if (holder !== undefined) await givenHolderRules(platform, world, holder);
          const network = issuer(platform);
          const model = spendModel({ card, customer: holder, program });
          const sent: { readonly message: { readonly id: string; readonly transmittedAt: string } }[] = [];
          const wire = ({ channel, country, mcc: code }: Use) => ({
            channel,
            merchant: { name: 'Shop', mcc: code, country },
            message: {
              id: `net_${randomUUID()}`,
              transmittedAt: platform.clock.now().round('millisecond').toString({ fractionalSecondDigits: 3 }),
            },
          });
          const heard: (readonly [answered: unknown, expected: unknown])[] = [];
          for (const one of steps) {
            const at = platform.clock.now();
            if (one.kind === 'wait') {
              platform.clock.advance({ hours: one.hours });
            } else if (one.kind === 'use') {
              const answer = await network.request(world, one.use.minor, wire(one.use));
              heard.push([answer.responseCode, model.use(one.use, at)]);
              if (answer.decision === 'approved') sent.push(answer.sent);
            } else {
              const known = sent[one.which];
              const about = model.uses[one.which];
              if (known === undefined || about === undefined) continue;
              if (one.kind === 'increment') {
                const change = { ...wire(about.use), type: 'increment', original: known.message };
                const answer = await network.request(world, one.minor, change);
                heard.push([answer.responseCode, model.increment(one.which, one.minor, at)]);
              } else {
                const original = {
                  id: known.message.id,
                  transmittedAt: Temporal.Instant.from(known.message.transmittedAt),
                };
                const amount = 'minor' in one && one.minor !== undefined ? { amount: inr(one.minor) } : {};
                await network.tell(world, { ...one, ...amount, original });
                model.told(one.which, one);
              }
            }
            heard.push([(await moneyOf(platform, world)).held, model.held()]);
          }
          expect(heard.map(([answered]) => answered)).toEqual(heard.map(([, expected]) => expected));
          const state = await dynamoSpendLedger(platform.table).read(tenant, world);
          const now = platform.clock.now();
          for (const { level, limit: counted } of model.windows()) {
            const scope = { card: '', customer: 'customer', program: 'program#' }[level];
            const whose = level === 'customer' ? scope : `${scope}${world.externalId}`;
            const { per, channel, zone } = counted;
            const run = `${windowStart(counted, now)}${zone === undefined ? '' : `@${zone}`}`;
            const key = `${whose}#${per}#${channel ?? 'any'}`;
            expect(countedIn(state?.counters ?? {}, { key, run })).toEqual(model.sum(level, counted, now));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('M-09 authorizations at once never pass more than a limit lets through, in amount or in number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(minor, { minLength: 3, maxLength: 6 }),
        fc.record({ max: fc.bigInt({ min: 50n, max: 300n }), count: fc.integer({ min: 1, max: 4 }) }),
        fc.constantFrom('card' as const, 'customer' as const, 'program' as const),
        fc.integer(),
        async (...[amounts, { max, count }, level, seed]) => {
          const platform = memoryPlatform(own);
          const time = virtualTime();
          const { tenant } = await givenProgram(platform);
          const limited = { version: 1, limits: [{ per: 'day' as const, max, count }] };
          if (level === 'program') await givenProgramRules(platform, tenant, limited);
          const traits = level === 'card' ? { rules: limited } : {};
          const world = await cardWorld(platform, tenant, { available: 100_000n, ...traits });
          if (level === 'customer') await givenHolderRules(platform, world, limited);
          const table = slowTable(platform.table, { pacer: time, dice: seeded(seed) }, () => undefined);
          const network = issuer({ ...platform, table }, { pacer: time });
          const answers = await time.run(Promise.all(amounts.map((amount) => network.request(world, amount))));
          await time.drain();
          const passed = answers.filter(({ decision }) => decision === 'approved');
          const spent = passed.reduce((sum, { approvedAmount }) => sum + BigInt(approvedAmount), 0n);
          expect(spent <= max && passed.length <= count).toBe(true);
          expect((await moneyOf(platform, world)).held).toBe(spent);
        },
      ),
      { numRuns: 100 },
    );
  });
});
