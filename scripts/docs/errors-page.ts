import type { Declaration } from '../../functions/kernel/operation/declaration.ts';
import { codesOf, reasons } from '../../functions/authorizations/domain/reasons.ts';
import { statusOfKind } from '../../functions/kernel/http/problem.ts';
import { chainErrors, defectCode, errorCodesOf } from './chain-errors.ts';
import type { ErrorKinds } from './error-kinds.ts';
import { kindOfCode } from './error-kinds.ts';
import { code, codes, page, table } from './markdown.ts';

const callable = new Set<Declaration['kind']>(['http', 'url']);

const operationsWith = (operations: readonly Declaration[], errorCode: string): readonly string[] =>
  operations
    .filter((declaration) => errorCodesOf(declaration).includes(errorCode))
    .map(({ operationId }) => operationId);

const statusOf = (operations: readonly Declaration[], kinds: ErrorKinds, errorCode: string): string => {
  const answers = operations.some((one) => callable.has(one.kind) && errorCodesOf(one).includes(errorCode));
  return answers ? String(statusOfKind[kindOfCode(kinds, errorCode)]) : '–';
};

const networkRows = (): readonly (readonly string[])[] =>
  reasons.map((reason) => {
    const { actionCode, responseCode } = codesOf(reason);
    return [code(reason), code(actionCode), code(responseCode)];
  });

/** docs/reference/errors.md */
export const errorsPage = (operations: readonly Declaration[], kinds: ErrorKinds): string => {
  const chain = new Set([...chainErrors.map((error) => error.code), defectCode]);
  const http = operations.filter(({ kind }) => kind === 'http').length;
  const chainRows = chainErrors.map((error) => {
    const kind = kindOfCode(kinds, error.code);
    const count = operationsWith(
      operations.filter((one) => one.kind === 'http'),
      error.code,
    ).length;
    const where = count === http ? 'all' : `${String(count)} of ${String(http)}`;
    return [code(error.code), String(statusOfKind[kind]), kind, error.meaning, where];
  });
  const own = [...new Set(operations.flatMap(errorCodesOf))].filter((found) => !chain.has(found)).sort();
  const ownRows = own.map((found) => [
    code(found),
    statusOf(operations, kinds, found),
    kindOfCode(kinds, found),
    codes([...operationsWith(operations, found)].sort()),
  ]);
  return page(
    'Errors',
    'A refusal is a problem document (RFC 9457, `application/problem+json`). Programs decide by `code`; `type` is `urn:nodal:problem:<code>`. The kind has one HTTP status, one queue outcome and one answer to whether a workflow tries again: `unavailable`, `limited` and `conflict` are delays for a queue, and only `temporarily_unavailable` is retried by a workflow.',
    '## Codes of every chain',
    'In the order in which a request meets them. The last column counts HTTP operations.',
    table(
      ['Code', 'Status', 'Kind', 'Meaning', 'Operations'],
      [...chainRows, [code(defectCode), '500', '–', 'The platform failed; nothing of the cause leaves.', 'all']],
    ),
    '## Codes of operations',
    'A dash for the status: no caller waits for the operation; the code decides what the queue or the workflow does.',
    table(['Code', 'Status', 'Kind', 'Operations'], ownRows),
    '## Answers to the card network',
    'Why a decision fell out as it did, as `getDecision` and the events tell it, and what goes back over the network: the action code for terminals and ATMs, the response code of ISO 8583.',
    table(['Reason', 'Action code', 'Response code'], networkRows()),
  );
};
