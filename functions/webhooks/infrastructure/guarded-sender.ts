import type { AddressGuard } from '../../kernel/outbound/address-guard.ts';
import type { Resolver } from '../../kernel/outbound/guarded-post.ts';
import { guardedPost } from '../../kernel/outbound/guarded-post.ts';
import { signedHeaders } from '../../kernel/outbound/standard-signature.ts';
import type { WebhookSender } from '../ports/webhook-sender.ts';

const defaultTimeoutMs = 15_000;

interface Options {
  readonly guard: AddressGuard;
  readonly resolve?: Resolver;
  readonly timeoutMs?: number;
}

/** Posts signed events to tenants' endpoints. Only status line and headers of an answer count; 15 seconds are for all. */
export const guardedSender = ({ guard, resolve, timeoutMs = defaultTimeoutMs }: Options): WebhookSender => {
  const post = guardedPost({ guard, resolve });
  return {
    post: ({ url, ...request }) => post({ url, headers: signedHeaders(request), body: request.body, timeoutMs }),
  };
};
