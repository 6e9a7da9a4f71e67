import type { ReadPage } from './page.ts';
import type { Item, QueryPage, QueryRequest, Table } from './table.ts';

/** Rows one query looks at, and queries one page may make: rare rows cost a caller pages, not the platform time. */
const rowsPerQuery = 100;
const queriesPerPage = 5;

const positionOf = ({ pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk }: Item, { index }: Pick<QueryRequest, 'index'>): Item => {
  if (index === undefined) return { pk, sk };
  return index === 'gsi1' ? { pk, sk, gsi1pk, gsi1sk } : { pk, sk, gsi2pk, gsi2sk };
};

/**
 * Reads on behind a filter until the page is full, the list ends or the page's queries are used up. A page may so hold
 * fewer rows than asked for, even none, and still have a next one.
 */
export const readFiltered =
  (table: Table, request: Omit<QueryRequest, 'limit' | 'start'>): ReadPage =>
  async ({ limit, start }): Promise<QueryPage> => {
    const items: Item[] = [];
    let last = start;
    for (let queries = 0; queries < queriesPerPage; queries += 1) {
      const page = await table.query({
        ...request,
        limit: rowsPerQuery,
        ...(last === undefined ? {} : { start: last }),
      });
      items.push(...page.items);
      const surplus = items[limit - 1];
      if (surplus !== undefined && (items.length > limit || page.last !== undefined)) {
        return { items: items.slice(0, limit), last: positionOf(surplus, request) };
      }
      last = page.last;
      if (last === undefined) break;
    }
    return { items, last };
  };
