import type { UrlUseCase } from '../../../kernel/operation/url-operation.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { Call } from '../http/call.ts';
import type { Commit } from '../storage/commit.ts';
import { plasticCalls } from './plastics.ts';

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly cards: Readonly<Record<'create' | 'read', Call>>;
}

/** Routes of plastics; what happens to them is ordered through the control API. */
export const plasticRoutes = (
  deps: Dependencies,
  issuer: (call: Call) => UrlUseCase,
): readonly (readonly [string, UrlUseCase])[] => {
  const plastics = plasticCalls(deps);
  return [
    ['POST /issuer/v1/card-orders', issuer(plastics.order)],
    ['POST /issuer/v1/card-orders/find', issuer(plastics.find)],
    ['POST /issuer/v1/card-orders/report', issuer(plastics.report)],
    ['POST /issuer/v1/card-orders/link', issuer(plastics.link)],
  ];
};
