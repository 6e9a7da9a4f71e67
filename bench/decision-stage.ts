import { tableNames } from '../local/realms.ts';
import type { Image } from '../local/seeded-table.ts';
import { imagesOf, startSeededTable } from '../local/seeded-table.ts';
import { loadBlueprint } from '../local/synthesis/synthesize.ts';
import { countedClient } from '../local/table-client.ts';
import { startTableServer } from '../local/table-server.ts';
import type { CardScene } from './card-scene.ts';
import { setCardScene } from './card-scene.ts';
import { decisionOn, hotTable } from './decision-calls.ts';

/** Cards with money and one authorization each, and all that the table holds of them. */
export interface Stage {
  readonly scenes: readonly CardScene[];
  readonly images: readonly Image[];
}

/** Sets scenes on a platform of its own, which is gone when this returns. */
export const setStage = async (cards: number): Promise<Stage> => {
  const server = await startTableServer({});
  const { client } = countedClient(server.endpoint);
  try {
    const scenes: CardScene[] = [];
    while (scenes.length < cards) {
      const scene = await setCardScene(server.endpoint);
      await (await decisionOn(hotTable(server.endpoint), scene)).decide();
      scenes.push(scene);
    }
    return { scenes, images: await imagesOf(client, tableNames.platform) };
  } finally {
    client.destroy();
    await server.stop();
  }
};

/** Works on a table that holds these items, and has no stream (`startSeededTable`). */
export const onStage = async <Value>(
  items: Iterable<Image>,
  work: (endpoint: string) => Promise<Value>,
): Promise<Value> => {
  const { platform: definition } = (await loadBlueprint()).tables;
  const server = await startSeededTable({ name: tableNames.platform, definition, items });
  try {
    return await work(server.endpoint);
  } finally {
    await server.stop();
  }
};
