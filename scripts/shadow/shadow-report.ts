import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { itemOfImage } from '../../functions/kernel/persistence/stream-image.ts';
import type { Policy } from '../../functions/policies/policy.ts';
import { versionOf } from '../../functions/policies/policy.ts';
import type { DraftRefusal, Movement } from '../../functions/policies/shadow.ts';
import { shadowRun } from '../../functions/policies/shadow.ts';
import { RecordedMovements } from './recorded-movements.ts';

interface TableAt {
  readonly client: DynamoDBClient;
  readonly table: string;
}

export interface ShadowReport {
  readonly movements: readonly Movement[];
  readonly refusals: readonly DraftRefusal[];
}

/** Reads the whole table, and says what the drafts would have refused of it. Changes nothing. */
export const shadowReport = async (
  { client, table }: TableAt,
  drafts: readonly Policy[],
  since?: Temporal.Instant,
): Promise<ShadowReport> => {
  const recorded = new RecordedMovements();
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const image of page.Items ?? []) {
      const item = itemOfImage(image);
      if (item !== undefined) recorded.add(item);
    }
  }
  const movements = recorded
    .movements()
    .filter(({ at }) => since === undefined || Temporal.Instant.compare(at, since) >= 0);
  return { movements, refusals: shadowRun(drafts, movements) };
};

const sumOf = (movements: readonly Movement[]): string =>
  `INR ${String(movements.reduce((sum, { amount }) => sum + amount.minor, 0n))} minor`;

/** A report as people read it: one line for each draft, then one for each refusal. No person is named. */
export const linesOf = ({ movements, refusals }: ShadowReport, drafts: readonly Policy[]): readonly string[] => {
  const byId = new Map(movements.map((movement) => [movement.id, movement]));
  const perDraft = drafts.map((draft) => {
    const rule = versionOf(draft);
    const refused = refusals
      .filter((refusal) => refusal.rule === rule)
      .flatMap(({ movementId }) => byId.get(movementId) ?? []);
    const persons = new Set(refused.map(({ person }) => person)).size;
    return `${rule}: ${refused.length} refused, ${persons} persons, ${sumOf(refused)}`;
  });
  const single = refusals.map(({ movementId, rule }) => {
    const movement = byId.get(movementId);
    return `${movement?.at.toString() ?? ''} ${movementId} ${movement?.kind ?? ''}: ${rule}`;
  });
  return [`shadow: ${movements.length} movements, ${drafts.length} drafts`, ...perDraft, ...single];
};
