import type { Item, Table } from '../functions/kernel/persistence/table.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { tableNames } from './realms.ts';
import type { KeptState } from './state-table.ts';
import { keptState, openStateTable, passingState } from './state-table.ts';
import type { Blueprint } from './synthesis/blueprint.ts';
import { scanTable } from './table-scan.ts';
import type { CountedClient } from './table-client.ts';
import { countedClient, createTable } from './table-client.ts';

/** The tables, open. Each realm has a client of its own, so that their costs are counted apart. */
export interface LocalData {
  readonly platform: CountedClient;
  readonly sandbox: CountedClient;
  /** Table of the workflow executions. */
  readonly executions: Table;
  /** Messages, schedules and stream positions. */
  readonly state: KeptState;
  /** Every item of a realm's table; costs nothing in the counts. */
  items(realm: 'platform' | 'sandbox'): Promise<readonly Item[]>;
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
  const [stateTable] = await Promise.all([
    openStateTable(own.client, settings.clock),
    createTable(platform.client, tableNames.platform, blueprint.tables.platform),
    createTable(sandbox.client, tableNames.sandbox, blueprint.tables.sandbox),
  ]);
  return {
    platform,
    sandbox,
    executions: stateTable,
    state: settings.isKept ? keptState(stateTable) : passingState,
    items: (realm) => scanTable(own.client, tableNames[realm]),
    close: () => {
      for (const { client } of [platform, sandbox, own]) client.destroy();
    },
  };
};
