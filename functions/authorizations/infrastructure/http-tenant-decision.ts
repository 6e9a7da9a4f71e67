import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { AddressGuard } from '../../kernel/outbound/address-guard.ts';
import type { GuardedPost, PostOutcome, Resolver } from '../../kernel/outbound/guarded-post.ts';
import { guardedPost } from '../../kernel/outbound/guarded-post.ts';
import type { SecretOpener } from '../../kernel/outbound/secret-vault.ts';
import { signedHeaders } from '../../kernel/outbound/standard-signature.ts';
import type { LogFields } from '../../kernel/observability/log.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { Meter } from '../../kernel/observability/meter.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { Pacer } from '../../kernel/time/pacer.ts';
import { systemPacer } from '../../kernel/time/pacer.ts';
import type { MessageName } from '../domain/network-message.ts';
import type { TenantDecision, TenantQuestion } from '../ports/tenant-decision.ts';

interface Dependencies {
  readonly vault: SecretOpener;
  readonly guard: AddressGuard;
  /** Real time: it is what the receiver compares the signature's time with. */
  readonly clock: Clock;
  readonly meter: Meter;
  readonly pacer?: Pacer;
  readonly resolve?: Resolver;
}

/** The longest that a tenant may take, whatever is left of the network's patience. */
const mostMs = 1_500;
const mostAnswerBytes = 4 * 1_024;

const answerSchema = z.object({ decision: z.enum(['approve', 'decline']) });

/** The same for every repeat of a message, so that a tenant recognises a question that it answered. */
const questionId = ({ tenantId }: TenantContext, { id, transmittedAt }: MessageName): string =>
  `dcq_${createHash('sha256')
    .update(JSON.stringify([tenantId, id, transmittedAt.toString()]))
    .digest('base64url')}`;

/** No card data: the platform's own ids, and what is bought where. */
const bodyOf = ({ request, place, authorizationId }: TenantQuestion): string => {
  const { merchant, channel, partialCapable, kind } = request;
  return JSON.stringify({
    type: 'authorization_request',
    data: {
      authorizationId,
      cardId: place.cardId,
      balanceId: place.balanceId,
      kind,
      amount: toWire(request.amount),
      merchant: { name: merchant.name, mcc: merchant.mcc, country: merchant.country },
      channel,
      partialCapable,
    },
  });
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Whatever it is, it is no decision.
    return undefined;
  }
};

/** undefined for an answer that is none: another status, too long, not what was agreed. */
const decisionIn = (outcome: PostOutcome): 'approve' | 'decline' | undefined => {
  if (outcome.kind !== 'answered' || outcome.status < 200 || outcome.status > 299) return undefined;
  const answer = answerSchema.safeParse(parsed(outcome.body ?? ''));
  return answer.success ? answer.data.decision : undefined;
};

const failureCode = (outcome: PostOutcome | undefined): string => {
  if (outcome === undefined) return 'timed_out';
  return outcome.kind === 'failed' ? outcome.reason : 'not_understood';
};

const openSecrets = (
  { vault, clock }: Dependencies,
  { tenantId }: TenantContext,
  { secrets }: TenantQuestion['webhook'],
): Promise<readonly string[]> => {
  const now = clock.now().epochMilliseconds;
  const live = secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt.epochMilliseconds > now);
  return Promise.all(live.map(({ sealed }) => vault.open(tenantId, sealed)));
};

const askWithin = async (
  deps: Dependencies,
  post: GuardedPost,
  asked: { readonly tenant: TenantContext; readonly question: TenantQuestion; readonly budgetMs: number },
): Promise<PostOutcome | undefined> => {
  const { tenant, question, budgetMs } = asked;
  const pacer = deps.pacer ?? systemPacer;
  const startedAt = pacer.elapsed();
  const opened = await pacer.within(budgetMs, openSecrets(deps, tenant, question.webhook));
  const timeoutMs = Math.floor(budgetMs - (pacer.elapsed() - startedAt));
  if (opened === undefined || timeoutMs <= 0) return undefined;
  const body = bodyOf(question);
  const id = questionId(tenant, question.request.message);
  const headers = signedHeaders({ id, at: deps.clock.now(), body, secrets: opened.value });
  return post({ url: question.webhook.url, headers, body, timeoutMs, readAtMost: mostAnswerBytes });
};

/**
 * Asks a tenant's server, as Standard Webhooks are signed and guarded as deliveries of events are: https, public
 * addresses, no redirects. One try: while the network waits there is no time for a second.
 */
export const httpTenantDecision = (deps: Dependencies): TenantDecision => {
  const post = guardedPost({ guard: deps.guard, resolve: deps.resolve });
  return {
    ask: async ({ tenant, log }, question) => {
      const budgetMs = Math.min(mostMs, question.withinMs);
      const silent = (code: string, fields: LogFields = {}) => {
        deps.meter.count('tenant_decision_silent', 1);
        log.warn('tenant_decision_silent', { ...fields, code });
        return question.webhook.default === 'approve' ? 'silent_approve' : 'silent_decline';
      };
      if (budgetMs < 1) return silent('timed_out');
      try {
        const outcome = await askWithin(deps, post, { tenant, question, budgetMs });
        return (outcome && decisionIn(outcome)) ?? silent(failureCode(outcome));
      } catch (error) {
        // The secret does not open, or the key service is away: the network waits, and gets what the tenant chose.
        return silent('secret_unavailable', errorFields(error));
      }
    },
  };
};
