import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import { tenantKey } from '../functions/kernel/persistence/keys.ts';
import { systemClock } from '../functions/kernel/time/clock.ts';
import { tableNames } from '../local/realms.ts';
import { countedClient } from '../local/table-client.ts';
import type { Benchmark, Findings } from './benchmark.ts';
import { bestOf } from './best-of.ts';
import type { CardScene } from './card-scene.ts';
import type { Cpu } from './cpu-meter.ts';
import { cpuMeter, median, wholeOf } from './cpu-meter.ts';
import type { Decision, Place } from './decision-calls.ts';
import { bareTransaction, decisionOn, documents, hotTable, refuseBusyMachine } from './decision-calls.ts';
import type { Stage } from './decision-stage.ts';
import { onStage, setStage } from './decision-stage.ts';
import type { Figures } from './gate.ts';
import { callsInRound, inFlight, interleaved, rounds } from './interleaved.ts';
import type { Image } from '../local/seeded-table.ts';

/** Journal entries of a balance. */
const histories = [10, 1_000, 100_000] as const;

const name = tableNames.platform;

const placeOf = ({ tenant, balanceId }: CardScene): Place => ({
  pk: tenantKey(tenant, 'BALANCE', balanceId),
  events: tenantKey(tenant, 'EVENTS'),
});

/** The entry of the scene's own authorization, that many times, each older than it. */
function* entriesLike(entry: Image, { tenant }: CardScene, count: number): Generator<Image> {
  for (let number = 0; number < count; number += 1) {
    const rest = `${String(number).padStart(26, '0')}${tenant.tag}`;
    const sk = entry['sk']?.S?.replace(/_.*$/u, `_${rest}`) ?? '';
    yield { ...entry, sk: { S: sk }, gsi1sk: { S: `evt_${rest}` }, eventId: { S: `evt_${rest}` } };
  }
}

function* withHistories({ scenes, images }: Stage): Generator<Image> {
  yield* images;
  for (const [place, scene] of scenes.entries()) {
    const { pk } = placeOf(scene);
    const entry = images.find((image) => image['pk']?.S === pk && image['attached'] !== undefined);
    if (entry === undefined) throw new Error('the scene has no authorization');
    yield* entriesLike(entry, scene, histories[place] ?? 0);
  }
}

const number = (count: number): string => count.toLocaleString('en');

/** What one more decision asks of the table, by DynamoDB's own count; owner and program are known by then. */
const countsOf = async (endpoint: string, scenes: readonly CardScene[]): Promise<Figures> => {
  const figures: Record<string, number> = {};
  for (const [place, scene] of scenes.entries()) {
    const counted = countedClient(endpoint);
    const { decide } = await decisionOn(dynamoTable(counted.client, name, systemClock), scene);
    await decide();
    const before = counted.counts();
    await decide();
    const after = counted.counts();
    counted.client.destroy();
    const title = `decideAuthorization beside ${number(histories[place] ?? 0)} entries`;
    figures[`${title}: table requests`] = after.requests - before.requests;
    figures[`${title}: write units`] = after.writeUnits - before.writeUnits;
    figures[`${title}: read units`] = after.readUnits - before.readUnits;
  }
  return figures;
};

const growth = 'decideAuthorization: CPU in % with a long history (B14)';
const goals = { [growth]: 110 };

const times = (costs: readonly number[]): string =>
  costs.map((cost) => (cost / (costs[0] ?? Number.NaN)).toFixed(2)).join(', ');

const milliseconds = (costs: readonly number[]): string => costs.map((cost) => cost.toFixed(2)).join(', ');

const mediansOf = (costs: readonly (readonly Cpu[])[], of: (cpu: Cpu) => number): readonly number[] =>
  costs.map((found) => median(found.map(of)));

/** Beside each history also the floor, which shows whether the table itself grows dearer. */
const measure = async (endpoint: string, scenes: readonly CardScene[]): Promise<Findings> => {
  const counts = await countsOf(endpoint, scenes);
  const sdk = documents(endpoint);
  const decisions: Decision[] = [];
  for (const scene of scenes) decisions.push(await decisionOn(hotTable(endpoint), scene));
  const floors = scenes.map((scene) => bareTransaction(sdk, placeOf(scene)));
  const costs = await interleaved([...decisions.map(({ decide }) => decide), ...floors], cpuMeter(endpoint));
  sdk.destroy();
  refuseBusyMachine(decisions);
  const ours = costs.slice(0, scenes.length);
  const whole = mediansOf(ours, wholeOf);
  const client = mediansOf(ours, (cpu) => cpu.client);
  const floor = mediansOf(costs.slice(scenes.length), wholeOf);
  const [short = Number.NaN, ...long] = whole;
  return {
    figures: { ...counts, [growth]: Math.round((Math.max(...long) / short) * 100) },
    lines: [
      `${rounds} rounds of ${callsInRound}, ${inFlight} in flight, beside ${histories.map(number).join(', ')} entries`,
      `CPU of client and table server: ${milliseconds(whole)} ms, so ${times(whole)} times the shortest's, at most 1.10`,
      `of the client alone: ${milliseconds(client)} ms, so ${times(client)} times`,
      `a bare SDK transaction on the same partitions: ${milliseconds(floor)} ms, so ${times(floor)} times`,
    ],
  };
};

const onNewStage = async (): Promise<Findings> => {
  const stage = await setStage(histories.length);
  return onStage(withHistories(stage), (endpoint) => measure(endpoint, stage.scenes));
};

/** Whether a decision costs more the more entries a balance has. */
export const decisionHistory: Benchmark = {
  name: 'decision-history',
  title: 'B14: the same decision beside 10, 1,000 and 100,000 journal entries of its balance',
  run: () => bestOf(onNewStage, goals),
};
