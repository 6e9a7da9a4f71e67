import { loadBalance } from '../functions/balances/load-balance/declaration.ts';
import { wire as wireLoad } from '../functions/balances/load-balance/handler.ts';
import { transfer } from '../functions/balances/transfer/declaration.ts';
import { wire as wireTransfer } from '../functions/balances/transfer/handler.ts';
import { startTableServer } from '../local/table-server.ts';
import type { Benchmark, Findings } from './benchmark.ts';
import type { CountedOperation } from './counted-operation.ts';
import { callOnce, countAll } from './counted-operation.ts';
import { setScene } from './money-scene.ts';

const amount = { amount: 1_000, currency: 'INR' };

const programLoad: CountedOperation = {
  name: 'loadBalance (program)',
  run: async (platform, scene) => {
    const body = { amount, source: { type: 'program' } };
    await callOnce(wireLoad(platform), loadBalance, { scene, params: { balanceId: scene.from }, body });
  },
};

const transferToOther: CountedOperation = {
  name: 'transfer (another person)',
  run: async (platform, scene) => {
    const body = { fromBalanceId: scene.from, to: { balanceId: scene.to }, amount };
    await callOnce(wireTransfer(platform), transfer, { scene, params: {}, body });
  },
};

/** In the order of the report; whatever else moves money is added here. */
const operations: readonly CountedOperation[] = [programLoad, transferToOther];

const measure = async (): Promise<Findings> => {
  const server = await startTableServer({});
  try {
    const found = await countAll(await setScene(server.endpoint), operations);
    return {
      figures: Object.fromEntries(found.flatMap(({ figures }) => Object.entries(figures))),
      lines: found.flatMap(({ lines }) => lines),
    };
  } finally {
    await server.stop();
  }
};

/** Movements of money, each alone: what follows from the stream is not in it. */
export const money: Benchmark = {
  name: 'money',
  title: 'B1: a movement of money alone, item by item; the floor is 2 units for each item of a transaction',
  run: measure,
};
