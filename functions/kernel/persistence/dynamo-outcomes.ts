import { OutcomeUnknown, TemporarilyUnavailable } from '../errors/domain-error.ts';
import { itemOfImage } from './stream-image.ts';
import type { CancellationReason, Item, TransactOutcome } from './table.ts';

/*
 * What a failed call to DynamoDB means. Errors are told apart by name and members alone, so that the SDK's and the
 * hand-signed client's are the same.
 */

const silence = 'The data store is not answering. Repeat the request.';

const throttled: ReadonlySet<string> = new Set([
  'ThrottlingError',
  'ThrottlingException',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

interface Reason {
  readonly Code?: string | undefined;
  readonly Item?: object | undefined;
}

const toReason = (reason: Reason): CancellationReason => {
  const code = reason.Code ?? 'None';
  if (code === 'None') return { kind: 'none' };
  if (code === 'ConditionalCheckFailed') {
    return { kind: 'condition', old: itemOfImage(reason.Item) };
  }
  if (code === 'TransactionConflict') return { kind: 'conflict' };
  return throttled.has(code) ? { kind: 'throttled' } : { kind: 'other', code };
};

const refusedForGood = new Set([
  'ValidationException',
  'AccessDeniedException',
  'ResourceNotFoundException',
  'IdempotentParameterMismatchException',
]);

const errorName = (error: unknown): string => (error instanceof Error ? error.name : '');

/** An error from before the network, such as an item that has no stored form: a defect, and certainly not written. */
const wasSent = (error: unknown): boolean => error instanceof Error && '$metadata' in error;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** How often the client sent it; only the last answer is known. */
const attemptsOf = (error: unknown): number => {
  const metadata: unknown = isObject(error) && '$metadata' in error ? error.$metadata : undefined;
  const counted = isObject(metadata) && 'attempts' in metadata ? metadata.attempts : 1;
  return typeof counted === 'number' ? counted : 1;
};

/**
 * Refused because of others' writes: certainly not written, and worth another try. Not so after a second attempt: the
 * first may have been written without an answer.
 */
const wasHeldOff = (error: unknown): boolean =>
  (throttled.has(errorName(error)) || errorName(error) === 'TransactionConflictException') && attemptsOf(error) === 1;

const reasonsOf = (error: unknown): readonly Reason[] | undefined => {
  if (errorName(error) !== 'TransactionCanceledException') return undefined;
  const reasons: unknown = isObject(error) && 'CancellationReasons' in error ? error.CancellationReasons : [];
  return Array.isArray(reasons) ? reasons.filter(isObject) : [];
};

/** A missing answer is told apart from a refusal: only the former may have been written. */
export const outcomeOfFailure = (error: unknown): TransactOutcome => {
  const reasons = reasonsOf(error);
  if (reasons !== undefined) return { kind: 'cancelled', reasons: reasons.map(toReason) };
  if (wasHeldOff(error)) return { kind: 'cancelled', reasons: [{ kind: 'throttled' }] };
  if (refusedForGood.has(errorName(error)) || !wasSent(error)) throw error;
  return { kind: 'unknown' };
};

/** @throws TemporarilyUnavailable when a read found no answer; a defect as it is */
export const readFailure = (error: unknown): never => {
  if (refusedForGood.has(errorName(error)) || !wasSent(error)) throw error;
  throw new TemporarilyUnavailable(silence);
};

/**
 * What a single conditional write's failure means.
 * @throws TemporarilyUnavailable when it certainly was not written; OutcomeUnknown when nobody knows; a defect as it is
 */
export const writeFailure = (error: unknown): { readonly ok: false; readonly old: Item | undefined } => {
  if (errorName(error) === 'ConditionalCheckFailedException') {
    const old: unknown = isObject(error) && 'Item' in error ? error.Item : undefined;
    return { ok: false, old: isObject(old) ? itemOfImage(old) : undefined };
  }
  if (wasHeldOff(error)) throw new TemporarilyUnavailable(silence);
  if (refusedForGood.has(errorName(error)) || !wasSent(error)) throw error;
  throw new OutcomeUnknown(silence);
};
