import * as z from 'zod';
import { DomainError } from '../../functions/kernel/errors/domain-error.ts';
import type { LocalOperation } from '../operations.ts';
import { authorizerEvent, methodArn } from './proxy-event.ts';
import type { GatewayRequest } from './request.ts';
import { lastHeader } from './request.ts';
import type { MatchedRoute } from './routes.ts';

/** What an authorizer proved about the caller. */
export interface Proof {
  readonly context: Readonly<Record<string, unknown>>;
  /** The caller's key in its usage plan. */
  readonly usageKey: string | undefined;
}

const oneOrMany = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const answerSchema = z.object({
  principalId: z.string(),
  policyDocument: z.object({
    Statement: z.array(z.object({ Effect: z.enum(['Allow', 'Deny']), Action: oneOrMany, Resource: oneOrMany })),
  }),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  usageIdentifierKey: z.string().optional(),
});

type Statement = z.output<typeof answerSchema>['policyDocument']['Statement'][number];

const unauthenticated = (): DomainError =>
  new DomainError('unauthenticated', 'unauthenticated', { detail: 'Send a valid credential for this surface.' });

const covers = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[\\^$.+()|[\]{}]/gu, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'u',
  ).test(arn);

const applies = (statement: Statement, arn: string): boolean =>
  statement.Action.some((action) => covers(action, 'execute-api:Invoke')) &&
  statement.Resource.some((resource) => covers(resource, arn));

const allowed = (statements: readonly Statement[], arn: string): boolean => {
  const relevant = statements.filter((statement) => applies(statement, arn));
  return relevant.length > 0 && relevant.every(({ Effect }) => Effect === 'Allow');
};

/**
 * Asks the surface's authorizer, as API Gateway does, but without its cache: a revoked key is refused at once here.
 * @returns undefined for a route that needs no credential
 * @throws DomainError `unauthenticated` (no credential, or thrown 'Unauthorized'); `forbidden_role` (denied)
 */
export const authorizeWith =
  (authorizers: readonly LocalOperation[]) =>
  async (request: GatewayRequest, matched: MatchedRoute): Promise<Proof | undefined> => {
    const { surface, open } = matched.route.route;
    if (open === true) return undefined;
    const authorizer = authorizers.find(
      ({ declaration }) => declaration.kind === 'authorizer' && declaration.surfaces.includes(surface),
    );
    if (authorizer?.declaration.kind !== 'authorizer') throw unauthenticated();
    const credential = lastHeader(request, authorizer.declaration.identitySource.toLowerCase());
    if (credential === undefined || credential === '') throw unauthenticated();
    const answer: unknown = await authorizer
      .invoke(authorizerEvent(request, matched))
      .catch((error: unknown): never => {
        if (error instanceof Error && error.message === 'Unauthorized') throw unauthenticated();
        throw error;
      });
    const { policyDocument, context, usageIdentifierKey } = answerSchema.parse(answer);
    if (!allowed(policyDocument.Statement, methodArn(request))) {
      throw new DomainError('forbidden', 'forbidden_role', { detail: 'This credential is not for this operation.' });
    }
    // API Gateway hands every context value on as text.
    const texts = Object.entries(context).map(([name, value]) => [name, String(value)] as const);
    return { context: Object.fromEntries(texts), usageKey: usageIdentifierKey };
  };
