import type { Table } from '../functions/kernel/persistence/table.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { tableNames } from './realms.ts';
import { noCheckpoints, openStateTable, storedCheckpoints } from './state-table.ts';
import type { Checkpoints } from './stream.ts';
import type { Blueprint } from './synthesis/blueprint.ts';
import type { CountedClient } from './table-client.ts';
import { countedClient, createTable } from './table-client.ts';

/** The tables, open. Each realm has a client of its own, so that their costs are counted apart. */
export interface LocalData {
  readonly platform: CountedClient;
  readonly sandbox: CountedClient;
  /** What AWS keeps for the platform: executions and stream positions. */
  readonly state: Table;
  readonly checkpoints: Checkpoints;
  close(): void;
}

/** Opens the tables that the templates define, creating what is missing. */
export const openData = async (
  endpoint: string,
  blueprint: Blueprint,
  settings: { clock: Clock; isKept: boolean },
): Promise<LocalData> => {
  const platform = countedClient(endpoint);
  const sandbox = countedClient(endpoint);
  const own = countedClient(endpoint);
  const [state] = await Promise.all([
    openStateTable(own.client, settings.clock),
    createTable(platform.client, tableNames.platform, blueprint.tables.platform),
    createTable(sandbox.client, tableNames.sandbox, blueprint.tables.sandbox),
  ]);
  return {
    platform,
    sandbox,
    state,
    checkpoints: settings.isKept ? storedCheckpoints(state) : noCheckpoints,
    close: () => {
      for (const { client } of [platform, sandbox, own]) client.destroy();
    },
  };
};
