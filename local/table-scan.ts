import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../functions/kernel/persistence/table.ts';

/** Every stored item, for tests and for the search for card numbers. */
export const scanTable = async (client: DynamoDBClient, table: string): Promise<readonly Item[]> => {
  const items: Item[] = [];
  const pages = paginateScan({ client: DynamoDBDocumentClient.from(client) }, { TableName: table });
  for await (const page of pages) items.push(...(page.Items ?? []));
  return items;
};
