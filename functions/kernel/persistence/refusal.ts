import type { CancellationReason } from './table.ts';
import type { WriteIntent } from './write-intent.ts';
import { repeatLabel } from './write-intent.ts';

/** Says that the whole work was done before: a repeated request, or a repeated message. */
const tellsRepeat = ({ label }: WriteIntent): boolean => label === 'idempotency' || label === repeatLabel;

const refusal = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[]): Error | undefined => {
  const refused = intents.flatMap((intent, position) => {
    const reason = reasons[position];
    return reason?.kind === 'condition' ? [{ intent, old: reason.old }] : [];
  });
  // That it was done before explains all the others.
  const first = refused.find(({ intent }) => tellsRepeat(intent)) ?? refused[0];
  return first?.intent.refused(first.old);
};

/** Somebody is writing our key right now: perhaps the repeat whose effect the other refusals are. */
const isContested = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[]): boolean => {
  const reason = reasons[intents.findIndex(tellsRepeat)];
  return reason?.kind === 'conflict' || reason?.kind === 'throttled';
};

const defect = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[]): Error | undefined => {
  const position = reasons.findIndex(({ kind }) => kind === 'other');
  const reason = reasons[position];
  return reason?.kind === 'other'
    ? new Error(`write "${intents[position]?.label ?? position}" was refused: ${reason.code}`)
    : undefined;
};

/** @throws what refused the work; returns when it may be tried again */
export const refuse = (
  intents: readonly WriteIntent[],
  reasons: readonly CancellationReason[],
  isLast: boolean,
): void => {
  if (!isLast && isContested(intents, reasons)) return;
  const error = refusal(intents, reasons) ?? defect(intents, reasons);
  if (error !== undefined) throw error;
};
