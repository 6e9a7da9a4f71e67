/** An event in the platform's own words (docs/issuer-protocol.md), on its way to the worker. */
export interface TranslatedEvent {
  readonly type: string;
  readonly reference: string;
  /** RFC 3339. */
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How a provider that does not speak the platform's protocol signs and words its webhooks. */
export interface WebhookDialect {
  /** Whether the provider sent exactly these bytes, by any of the live secrets; in constant time. */
  isGenuine(webhook: {
    readonly rawBody: Uint8Array;
    readonly headers: Readonly<Record<string, string>>;
    readonly secrets: readonly string[];
  }): boolean;
  /** The same for every delivery of one webhook, and for no other. */
  nameOf(rawBody: Uint8Array): string;
  /** @returns what the webhook tells; undefined when it is none that is understood: it is kept as it came */
  translate(rawBody: Uint8Array): readonly TranslatedEvent[] | undefined;
}
